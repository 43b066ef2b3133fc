"""What does not belong in a workbook is noticed; what plants write every month is not."""

from __future__ import annotations

import pytest

from briefing.workbook.sensitive import found_in
from tests.workbook.workbook_makers import MONTH, changed, month_of


def codes_in(text: str) -> list[str]:
    """Give the codes that a text gives reason for."""
    return [code for code, _ in found_in(text)]


@pytest.mark.parametrize(("text", "code"), [
    ("write to jane.doe@supplier.com.mx", "LAW-201"), ("correo: compras_2@acme.mx.", "LAW-201"),
    ("CURP GOMC850312HNLRRR09", "LAW-202"), ("su RFC es GOMC850312AB1", "LAW-202"), ("SSN 219-09-9999", "LAW-202"),
    ("NSS 12 34 56 7890 1", "LAW-202"), ("número de seguro social: 12345678901", "LAW-202"),
    ("El proveedor interpuso una demanda", "LAW-203"), ("recibimos una demanda de un cliente", "LAW-203"),
    ("hay una demanda laboral", "LAW-203"), ("la demanda por despido sigue", "LAW-203"), ("demanda en contra de la planta", "LAW-203"),
    ("demanda de un ex empleado", "LAW-203"), ("el proveedor interpuso demanda", "LAW-203"), ("vamos a contestar la demanda", "LAW-203"), ("el transportista nos demandó", "LAW-203"), ("el juicio mercantil sigue", "LAW-203"),
    ("el abogado opina que ganamos", "LAW-203"), ("The carrier filed a lawsuit", "LAW-203"), ("our lawyer says we will lose", "LAW-203"),
    ("Our outside counsel believes the claim is weak", "LAW-203"), ("the supplier threatens to sue", "LAW-203"), ("pending litigation", "LAW-203"),
    ("el gerente fue diagnosticado con diabetes", "LAW-204"), ("tiene cáncer", "LAW-204"), ("the buyer was hospitalized", "LAW-204"),
    ("la supervisora está embarazada", "LAW-204"), ("the plant manager is on sick leave", "LAW-204"), ("el jefe de turno está enfermo", "LAW-204"),
    ("lo revisa la Ing. Gómez", "LAW-205"), ("Mr. Smith will visit", "LAW-205"), ("el Lic. Ávila firma", "LAW-205"),
])
def test_what_does_not_belong_is_noticed(text: str, code: str) -> None:
    """One kind a text, in either language."""
    assert [code] == codes_in(text)


@pytest.mark.parametrize("text", [
    "la demanda del cliente subió 12 %", "recibimos una demanda de producto mayor a la prevista", "demanda de energía en punta",
    "Demand fell in October", "la planta enfrenta una mayor demanda", "presentó demanda de piezas por 3 meses", "la demanda contratada de CFE",
    "ausentismo por enfermedad 3.1 %", "sick leave rate 2 %", "Salud y seguridad: cero accidentes", "health of line 3", "incapacidades: 4 casos",
    "orden 450-12-98765", "parte ABCD123456XYZ", "PO 123-45-67890", "lote ABCD991332AB1", "tel. 81 8123 4567", "RFC de la empresa ABC850312AB1",
    "Dr. Reddy's Laboratories delivers late", "Johnson Controls y Smith & Co piden más", "enfrentamos la demanda de fin de año", "perdimos demanda en el norte", "a juicio de la planta, marzo", "the customer's lead counsel changed",
    "se diagnosticó la falla del robot", "the robot was diagnosed on Monday", "la depresión tropical cerró la carretera", "issued, pursued, ensued",
    "arbitraje de precios", "in a suit of clothes", "denuncias en la línea ética: 2", "@ 18.42 MXN", "avanza 3 a 1 @planta",
])
def test_what_plants_write_every_month_is_not(text: str) -> None:
    """Demand, health as an area, part numbers, companies."""
    assert codes_in(text) == []


def test_a_finding_repeats_nothing_of_the_text() -> None:
    """Findings are stored in briefing.json: neither the address nor the illness may stand there."""
    _, findings = month_of(KPIs=changed(MONTH["KPIs"], "G2", "jane@example.com has cancer, GOMC850312HNLRRR09, the Ing. Pérez knows; our lawyer says wait"))
    found = [each for each in findings if each.code.startswith("LAW-")]
    assert ["LAW-201", "LAW-202", "LAW-203", "LAW-204", "LAW-205"] == [each.code for each in found]
    assert {"G2"} == {each.where.cell for each in found}
    assert [("word", "our lawyer")] == [pair for each in found for pair in each.parameters]
    assert {"note"} == {each.severity.value for each in found}


def test_every_sheet_of_the_month_is_read() -> None:
    """Cover, register, asks, options and follow-up as well; a row with counsel is not."""
    for name, place in (("Cover", "B7"), ("Register", "C2"), ("Asks", "B2"), ("Options", "C2"), ("Follow-up", "D2")):
        rows = changed(MONTH[name], place, "jane@example.com")
        if name == "Cover":
            rows = [*MONTH[name], ["The month in your words (English)", "jane@example.com"]]
        _, findings = month_of(**{name.replace("-", "_"): rows})
        assert ["LAW-201"] == [each.code for each in findings if each.code.startswith("LAW-")], name
    with_counsel = changed(changed(changed(MONTH["Register"], "C2", "jane@example.com"), "L1", "With counsel"), "L2", "yes")
    assert [each.code for each in month_of(Register=with_counsel)[1] if each.code.startswith("LAW-")] == []
