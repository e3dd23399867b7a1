"""DHIS2: the monthly and weekly figures of a facility."""
