"""Which names are one thing, and which are not."""

import itertools

import pytest

from pipeline.reconcile.clusters import Link, clusters
from pipeline.reconcile.kinship import Named, keys, link, plain_unit, version_of


def named(identity: str, name: str, *shorts: str, kind: str = "ORG") -> Named:
    return Named(identity, kind, frozenset({name}), frozenset(shorts))


def rule(one: Named, two: Named) -> str | None:
    found = link(one, two)
    assert (found is None) or bool(keys(one) & keys(two)), "what is linked must be found by its keys"
    return found.rule if found else None


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Biobank Talheim", "BioBank Talheim", "spelling"),
        ("kiNET", "KINET", "spelling"),
        ("Herz-Zentrum Nord", "Herzzentrum Nord", "spelling"),
        ("Übergangsnetz", "Uebergangsnetz", "spelling"),
        ("ATLAS-R", "ATLAS-R 2.0", "version"),
        ("Kohorte Süd Phase II", "Kohorte Süd", "version"),
        ("NHV-Standort Bremen", "Bremer NHV-Standort", "word_order"),
        ("lokale NHV-Stelle", "lokale Stelle des NHV", "word_order"),
    ],
)
def test_variants_are_one(first: str, second: str, why: str) -> None:
    assert rule(named("e_1", first), named("e_2", second)) == why
    assert rule(named("e_2", second), named("e_1", first)) == why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Institut für Pathologie Ulm", "Institut für Pathologie Mainz"),
        ("Klinik für Neurologie", "Klinik für Nephrologie"),
        ("SFB 1012", "SFB 1021"),
        ("Netz A", "Netz B"),
        ("Stiftung Kinderherz", "Kinderherz Stiftung Ulm"),
    ],
)
def test_similar_names_of_different_things_stay_apart(first: str, second: str) -> None:
    assert rule(named("e_1", first), named("e_2", second)) is None


def test_one_abbreviation_joins_long_forms_that_share_their_words() -> None:
    one, two = named("e_1", "NHV-Studiennetz Herz", "SNH"), named("e_2", "Nationales Studiennetz Herz", "SNH")
    assert rule(one, two) == "abbreviation"
    assert rule(one, named("e_3", "Sommernacht der Hausmusik", "SNH")) is None


def test_kinds_are_never_mixed() -> None:
    assert rule(named("e_1", "ATLAS", kind="PROJECT"), named("e_2", "Atlas", kind="INFRASTRUCTURE")) is None


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("Karla Immerglück", "Karla M. Immerglück", True),
        ("Karla Immerglück", "Karl Immerglück", False),
        ("Karla Immerglück", "Immerglück", False),
        ("Karla Marie Immerglück", "Karla Maria Immerglück", False),
        ("Karla Immerglück", "Karla Immergrün", False),
    ],
)
def test_people(first: str, second: str, one: bool) -> None:
    found = rule(named("e_1", first, kind="PERSON"), named("e_2", second, kind="PERSON"))
    assert found == ("person" if one else None)


@pytest.mark.parametrize(
    ("name", "version"), [("ATLAS 3.0", "3.0"), ("ATLAS", ""), ("Horizont 2020", ""), ("Netz II", "II")]
)
def test_a_version_is_no_part_of_the_name(name: str, version: str) -> None:
    assert version_of(name) == version


def test_clusters_do_not_depend_on_the_order_of_links() -> None:
    edges = [("e_5", "e_3"), ("e_3", "e_1"), ("e_2", "e_4"), ("e_4", "e_2")]
    wanted = {"e_1": "e_1", "e_3": "e_1", "e_5": "e_1", "e_2": "e_2", "e_4": "e_2", "e_6": "e_6"}
    for order in itertools.permutations(edges):
        assert clusters(wanted, [Link(a, b, "spelling", 1.0) for a, b in order]) == wanted


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Klinik für Neurologie", True),
        ("Klinik und Poliklinik für Neurologie", True),
        ("Medizinische Fakultät", True),
        ("Klinik für Neurologie Ulm", False),
        ("Herzzentrum Eschenwerder", False),
    ],
)
def test_units_of_any_house_are_compared_with_nothing(name: str, plain: bool) -> None:
    assert plain_unit(name) is plain


def test_units_of_two_houses_are_two() -> None:
    def unit(identity: str, where: str) -> Named:
        return Named(identity, "ORG", frozenset({"Institut für Pathologie"}), where=where)

    assert rule(unit("e_1", "universität ulm"), unit("e_2", "universitätsklinikum mainz")) is None
    assert rule(unit("e_1", "universitätsklinikum ulm"), unit("e_2", "uniklinikum ulm")) == "spelling"
    assert rule(unit("e_1", "universität ulm"), named("e_2", "Institut für Pathologie")) is None


def test_one_abbreviation_of_two_towns_is_two() -> None:
    one, two = (
        named("e_1", "Universitätsklinikum Brunnhorst", "UKB"),
        named("e_2", "Universitätsklinikum Brunnsieven", "UKB"),
    )
    assert rule(one, two) is None


def test_a_surname_is_somebody_by_the_office() -> None:
    full = Named("e_1", "PERSON", frozenset({"Karla Immerglück"}), bodies=frozenset({"Herzregister"}))
    assert rule(full, Named("e_2", "PERSON", frozenset({"Immerglück"}), where="herzregister")) == "office"
    assert rule(full, Named("e_2", "PERSON", frozenset({"Immerglück"}), where="lungenregister")) is None
    initial = Named("e_2", "PERSON", frozenset({"K. Immerglück"}), bodies=frozenset({"Herzregister"}))
    assert rule(full, initial) == "office"


def test_a_kind_noun_before_an_acronym_is_no_part_of_it() -> None:
    one, two = named("e_1", "Register Talimo", kind="INFRASTRUCTURE"), named("e_2", "TALIMO", kind="INFRASTRUCTURE")
    assert rule(one, two) == "kind_noun"
