#!/bin/sh
# Five made-up visits of this month as CSV for `emr-admin import visits`: five cases of malaria. For the trials beside it.
set -eu
echo "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,diagnoses,tests,prescriptions"
number=0
for name in Ally Mushi Juma Lema Said; do
    number=$((number + 1))
    echo "v$number,p$number,Zawadi,$name,F,1990-05-0$number,$(date -u +%Y-%m-01),B54:confirmed,mrdt=positive,par500|1|3|3|9"
done
