"""Whose typography a text follows."""

from __future__ import annotations

import pytest

from workflow.model import PROFILES, Locale, Profile
from workflow.model.profile import profile_of


@pytest.mark.parametrize(
    ("locale", "chosen", "profile"),
    [
        ("fr", (), "fr-FR"),
        ("fr", ("en-GB", "fr-CH"), "fr-CH"),
        ("fr_CH", ("fr-CA",), "fr-CH"),
        ("fr-CA", (), "fr-CA"),
        ("fr_BE", ("fr-CH",), "fr-FR"),
        ("en", (), "en"),
        ("en", ("fr-CH",), "en"),
        ("en", ("en-US",), "en-US"),
        ("en_AU", ("en-US",), "en-GB"),
        ("en_IE", (), "en-GB"),
        ("en_DE", (), "en-GB"),
        ("en_001", (), "en-GB"),
        ("en_US", ("en-GB",), "en-US"),
        ("en_PH", (), "en-US"),
        ("zh", (), "zh-Hans"),
        ("zh", ("zh-Hant",), "zh-Hant"),
        ("zh_CN", ("zh-Hant",), "zh-Hans"),
        ("zh_TW", (), "zh-Hant"),
        ("zh_HK", (), "zh-Hant"),
        ("zh_Hant", ("zh-Hans",), "zh-Hant"),
        ("zh_Hant_HK", (), "zh-Hant"),
        ("de", ("en-GB",), None),
        ("yue", (), None),
    ],
)
def test_a_locale_says_its_profile_or_the_project_does(
    locale: str, chosen: tuple[Profile, ...], profile: str | None
) -> None:
    assert profile_of(Locale.parse(locale), chosen) == profile


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_chosen_is_the_profile_of_its_bare_language(profile: Profile) -> None:
    assert profile_of(Locale(profile.partition("-")[0]), (profile,)) == profile
