"""How old the scales are, and the correction of the CSS ceiling."""

from __future__ import annotations

import subprocess
import sys

from maillage.rights.engine import BENEFIT, stale_benefits, versions
from maillage.rights.engine.corrections import CSS_CEILING, apply_corrections, find_parameter
from maillage.rights.engine.scales import scale_of
from maillage.rights.engine.system import tax_benefit_system


def test_css_ceiling_by_date():
    ceiling = find_parameter(tax_benefit_system(), CSS_CEILING)
    assert ceiling("2025-03-31") == 10_166
    assert ceiling("2025-04-01") == 10_339
    assert ceiling("2026-11-01") == 10_339


def test_a_ceiling_the_package_already_carries_is_left_alone():
    system = tax_benefit_system()
    before = [(value.instant_str, value.value) for value in find_parameter(system, CSS_CEILING).values_list]
    apply_corrections(system)
    assert [
        (value.instant_str, value.value) for value in find_parameter(system, CSS_CEILING).values_list
    ] == before


def test_what_is_stale_in_november_2026_is_said():
    warnings = stale_benefits("2026-11")
    assert set(warnings) == {"asi", "apa", "css_free", "css_contribution"}
    assert all(warnings.values())


def test_everything_dated_of_april_2025_was_fresh_in_june_2025():
    assert not {"rsa", "aah", "asi", "css_free"} & set(stale_benefits("2025-06"))


def test_a_scale_says_since_when_and_until_when_it_was_checked():
    scale = scale_of(BENEFIT["rsa"], "2026-11")
    assert (scale.since, scale.checked_on, scale.stale) == ("2026-04-01", "2026-04-01", False)
    assert scale_of(BENEFIT["rsa"], "2027-04").stale


def test_versions_name_everything_a_result_depends_on():
    assert set(versions()) == {"engine", "openfisca-france", "openfisca-core", "corrections"}


def test_importing_the_engine_loads_neither_openfisca_nor_django():
    code = "import sys, maillage.rights.engine; print([m for m in sys.modules if m.startswith(('openfisca', 'django'))])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
