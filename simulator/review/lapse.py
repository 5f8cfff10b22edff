"""Whether a certificate still holds: for the SOP as the library has it now (D10)."""

from __future__ import annotations

from simulator.records.certificate import Certificate


def has_lapsed(certificate: Certificate) -> bool:
    """True where the SOP has changed since the exams, or is gone."""
    from simulator.drill.pin import pin
    from sops.problem import Problems
    from sops.sop.load import load_sop

    try:
        return certificate.lapsed(pin(load_sop(certificate.sop_id)))
    except Problems:
        return True
