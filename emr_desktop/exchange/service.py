"""The verbs that bring data in and take it out: what the windows and the command line call."""

from emr_desktop.exchange.everything_kept import everything_kept
from emr_desktop.exchange.exporting import export_patients, export_visits
from emr_desktop.exchange.fhir_in import import_fhir
from emr_desktop.exchange.patients_in import import_patients
from emr_desktop.exchange.visits_in import import_visits

__all__ = [
    "everything_kept",
    "export_patients",
    "export_visits",
    "import_fhir",
    "import_patients",
    "import_visits",
]
