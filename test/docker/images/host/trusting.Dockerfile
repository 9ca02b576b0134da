# What our stand-ins are made from, with one more authority to trust, as theirs trusts Amazon's.
ARG BASE
FROM ${BASE}
COPY ca.crt /usr/local/share/ca-certificates/ferry-test.crt
RUN update-ca-certificates
