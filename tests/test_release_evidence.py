"""What a release proves of itself: who approved its pages, without the project it came from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.keys import keys as keys  # noqa: PLC0414 - a fixture
from tests.keys import make_key, signer
from tests.test_signatures import ALINE, BO, House
from tests.test_signatures import aline_signs as aline_signs  # noqa: PLC0414 - a fixture
from workflow.model.release import FileRecord
from workflow.project.manifests import manifest_text
from workflow.project.releases import ReleaseStore
from workflow.project.stock import Stock


@pytest.fixture
def house(tmp_path: Path, keys: Path) -> House:
    """The second article is out in French, English and Chinese, by Aline's signed words."""
    house = House(tmp_path / "project", keys)
    house.ready("second", "en", "English")
    house.ready("second", "zh", "中文")
    house.publish()
    return house


def live(house: House) -> Path:
    (found,) = (each["id"] for each in house.releases() if each["live"])
    return Path(house.root, "releases", found)


def evidence(house: House, *arguments: str, code: int = 0) -> dict[tuple[str, str], Any]:
    told = json.loads(house.run("release", "evidence", *arguments, code=code).stdout)
    assert told["version"] == 1
    return {(page["article"], page["locale"]): page for page in told["pages"]}


def test_each_page_says_who_approved_it(house: House) -> None:
    pages = evidence(house)
    manifest = {(page["article"], page["locale"]): page for page in house.manifest()["pages"]}
    assert pages.keys() == manifest.keys() == {("second", each) for each in ("en", "fr", "zh")}
    for key, page in pages.items():
        assert page["trouble"] == ""
        assert page["grade"] == "human"
        assert (page["engines"], page["media"], page["responsible"]) == ([], [], "")
        wanted = (manifest[key]["source_digest"], manifest[key]["translation_digest"])
        assert (page["source_digest"], page["translation_digest"]) == wanted
        by = {"actor": ALINE, "time": "2026-11-25T00:00:00Z", "signature": "good"}
        # Whoever approves a translation vouches for its source.
        assert page["approved_by"] == [by] * (2 if key[1] == "fr" else 1)
    assert "3 pages approved: 3 signed" in house.run("release", "verify").stdout


def copied(house: House, to: Path) -> tuple[str, str, str]:
    """What verifies a copy of the live release, with nothing of the project left."""
    folder, signers = live(house), to / "signers"
    shutil.copytree(folder, to / folder.name)
    shutil.copy(house.root / "keys/allowed_signers", signers)
    shutil.rmtree(house.root)
    house.root.mkdir()
    return str(to / folder.name), "--allowed-signers", str(signers)


def test_a_copy_is_verified_without_the_project(house: House, tmp_path: Path) -> None:
    where = copied(house, tmp_path / "copy")
    assert "3 pages approved: 3 signed" in house.run("release", "verify", *where).stdout
    assert len(evidence(house, *where)) == 3
    assert "--allowed-signers" in house.run("release", "verify", where[0], code=2).stderr
    Path(where[2]).write_text(signer(BO, house.keys / "bo"))
    result = house.run("release", "verify", *where, code=1)
    assert result.stderr.count("file of allowed signers gave aline@example.org at that time") == 3
    assert {by["signature"] for page in evidence(house, *where).values() for by in
            page["approved_by"]} == {"bad"}  # fmt: skip


def test_what_is_not_signed_proves_nothing_of_a_copy(house: House, tmp_path: Path) -> None:
    house.settings("optional")
    house.approve("second", "en", hour=13)
    log = house.log()
    log.write_text(log.read_text().splitlines()[0].partition(', "signature"')[0] + "}\n")
    house.write("articles/second.md", (house.root / "articles/second.md").read_text() + "\nPlus.\n")
    house.ready("second", "en", "New English", hour=14)
    house.publish(hour=15)
    assert house.run("release", "verify").exit_code == 0


def seal(folder: Path) -> None:
    """What somebody does who knows how a release is sealed, and has no key."""
    from workflow.model import bytes_digest
    from workflow.project import releases

    index = json.loads((folder / "evidence.json").read_text())
    files = sorted(path for path in (folder / "evidence").rglob("*") if path.is_file())
    listed = [
        {
            "path": path.relative_to(folder / "evidence").as_posix(),
            "size": path.stat().st_size,
            "blake2b": bytes_digest(path.read_bytes()),
        }
        for path in files
    ]
    data = json.dumps({**index, "files": listed}).encode()
    (folder / "evidence.json").write_bytes(data)
    record = json.loads((folder / "release.json").read_text())
    record["evidence"] = bytes_digest(data)
    record["digest"] = releases._seal(record, folder.name)
    (folder / "release.json").write_text(json.dumps(record))


def of_lines(change: Callable[[list[dict[str, Any]]], None]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        records = read(folder)
        change(records)
        write(folder, records)

    return changed


def read(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "evidence/second.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write(folder: Path, records: list[dict[str, Any]]) -> None:
    file = folder / "evidence/second.jsonl"
    file.unlink()  # it may be a link to another release's
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in records)
    file.write_text("".join(lines), "utf-8")


def of_page(**changes: Any) -> Callable[[Path], None]:
    def change(records: list[dict[str, Any]]) -> None:
        records[0]["pages"][0] |= changes

    return of_lines(change)


def of_word(**changes: Any) -> Callable[[Path], None]:
    def change(records: list[dict[str, Any]]) -> None:
        place = records[0]["pages"][0]["events"][0] - 2 + 1
        records[place] |= changes

    return of_lines(change)


def stripped(records: list[dict[str, Any]]) -> None:
    for record in records[1:]:
        del record["signature"]


FORGERIES = {
    "edited word": of_word(note="ok"),
    "edited actor": of_word(actor=BO),
    "edited time": of_word(time="2026-11-25T00:00:01Z"),
    "edited digest of the page": of_page(translation_digest="0" * 32),
    "no words": of_page(events=[]),
    "another page's words": of_page(events=[3]),
    "words that are not there": of_page(events=[99]),
    "stripped": of_lines(stripped),
    "no pages": of_lines(lambda records: records[0].update(pages=[])),
    "another article's": of_lines(lambda records: records[0].update(article="atelier")),
    "another version": of_lines(lambda records: records[0].update(version=2)),
    "no JSON": lambda folder: (folder / "evidence/second.jsonl").write_text("x"),
    "gone": lambda folder: (folder / "evidence/second.jsonl").unlink(),
}


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("name", FORGERIES)
def test_forged_evidence_proves_nothing(house: House, name: str, *, sealed: bool) -> None:
    folder = live(house)
    FORGERIES[name](folder)
    if sealed:
        seal(folder)
    result = house.run("release", "verify", code=1)
    assert "second in en: " in result.stderr
    assert bool(ReleaseStore(folder.parent).verify(folder.name)) is not sealed
    told = json.loads(house.run("release", "evidence", code=None).stdout)["pages"]
    assert told[0]["locale"] == "en"
    assert told[0]["trouble"]


def test_a_text_that_nobody_approved_is_told_from_its_digest(house: House) -> None:
    folder = live(house)
    stock = Stock(folder, ReleaseStore(folder.parent).manifest(folder.name))
    page = next(page for page in stock.manifest.pages if page.locale == "fr")
    record = stock.document(page)
    text = (folder / "content" / record.path).read_text("utf-8").replace("Rien", "Tout")
    (folder / "content" / record.path).unlink()
    (folder / "content" / record.path).write_text(text, "utf-8")
    forged = FileRecord.of(record.path, text.encode())
    content = tuple(forged if each == record else each for each in stock.manifest.content)
    manifest = replace(stock.manifest, content=content)
    (folder / "manifest.json").write_text("".join(manifest_text(manifest)), "utf-8")
    told = json.loads(house.run("release", "evidence", code=None).stdout)["pages"]
    assert [bool(each["trouble"]) for each in told] == [False, True, False]
    assert "is not the one that was approved" in house.run("release", "verify", code=1).stderr


def test_evidence_of_pages_that_did_not_change_is_linked(house: House) -> None:
    house.ready("atelier", "en", "English")
    first = live(house)
    house.publish(hour=14)
    second = live(house)
    assert first != second
    same = [(each / "evidence/second.jsonl").stat().st_ino for each in (first, second)]
    assert same[0] == same[1]
    assert set(evidence(house)) > {("atelier", "en"), ("second", "zh")}
    assert set(evidence(house, first.name)) == {("second", each) for each in ("en", "fr", "zh")}


def test_a_page_left_behind_keeps_the_words_that_approved_it(house: House) -> None:
    article = house.root / "articles/second.md"
    article.write_text(article.read_text() + "\nPlus.\n")
    house.ready("second", "zh", "新中文", hour=13)
    (house.log()).unlink()  # nothing in the project knows of it any more
    house.publish(hour=14)
    pages = evidence(house)
    assert house.manifest()["pages"][0]["follows"]
    assert [each["signature"] for each in pages["second", "en"]["approved_by"]] == ["good"]
    assert not any(page["trouble"] for page in pages.values())


def test_a_renamed_article_is_proved_by_the_words_on_its_old_name(house: House) -> None:
    (house.root / "articles/second.md").rename(house.root / "articles/third.md")
    house.run("extract")
    house.publish(hour=13)
    pages = evidence(house)
    assert {article for article, _ in pages} == {"third"}
    assert not any(page["trouble"] for page in pages.values())


def test_a_carried_over_approval_is_proved_with_what_it_carries_over(house: House) -> None:
    article = house.root / "articles/second.md"
    article.write_text(article.read_text().replace("qu’une", "qu'une"))
    house.run("extract")
    house.run("approve", "--carry-over", "--yes", hour=13)
    house.publish(hour=14)
    pages = evidence(house)
    assert not any(page["trouble"] for page in pages.values())
    by = pages["second", "en"]["approved_by"]
    assert [each["time"][11:13] for each in by] == ["00", "01"]


@pytest.mark.parametrize("planned", [True, False])
def test_an_approval_that_outlived_a_typo_is_proved_by_who_said_so(
    house: House, *, planned: bool
) -> None:
    article = house.root / "articles/second.md"
    article.write_text(article.read_text().replace("phrase", "frase"))
    house.run("extract")
    house.run("review", "significance", "second", "typo", hour=13)
    if planned:
        house.run("release", "plan", hour=14)
    house.publish(hour=14)
    pages = evidence(house)
    assert house.manifest()["pages"][0]["follows"] is None
    assert {page["trouble"] for page in pages.values()} == {""}
    assert [each["time"][11:13] for each in pages["second", "en"]["approved_by"]] == ["00"]
    folder = live(house)
    records = read(folder)
    (meant,) = (each for each in records[1:] if each["action"] == "significance")
    place = records.index(meant)
    changes: list[dict[str, Any]]
    changes = [{"significance": "major"}, {"messages": []}, {"source_digest": "0" * 32}]
    for change in changes:
        for now, code in ((meant | change, 1), (meant, 0)):
            records[place] = now
            write(folder, records)
            seal(folder)
            house.run("release", "verify", code=code)
    # Another text than the one that was approved of it.
    of_lines(lambda told: told[0]["pages"][0]["messages"].reverse())(folder)
    seal(folder)
    assert "second in en" in house.run("release", "verify", code=1).stderr


def test_the_same_words_give_the_same_evidence_anywhere(house: House, tmp_path: Path) -> None:
    clone = House(tmp_path / "clone", house.keys)
    for part in ("articles", "locales", "reviews", "keys"):
        shutil.rmtree(clone.root / part, ignore_errors=True)
        shutil.copytree(house.root / part, clone.root / part)
    clone.run("release", "plan")  # what was derived is kept, and not derived by the publishing run
    clone.publish()
    one, two = live(house), live(clone)
    for name in ("evidence.json", "manifest.json", "evidence/second.jsonl"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_a_release_that_did_not_record_it_says_so(house: House) -> None:
    folder = live(house)
    shutil.rmtree(folder / "evidence")
    (folder / "evidence.json").unlink()
    record = json.loads((folder / "release.json").read_text())
    del record["evidence"], record["digest"]
    (folder / "release.json").write_text(json.dumps({**record, "version": 1}))
    assert "does not say who approved it" in house.run("release", "verify", code=1).stderr
    house.settings("optional")
    assert "did not record who approved" in house.run("release", "verify").stderr
    house.ready("atelier", "en", "English")
    house.publish(hour=14)
    assert not any(page["trouble"] for page in evidence(house).values())


def test_words_that_have_to_be_signed_by_now_are_signed_anew_and_go_out(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path / "project", keys, "optional")
    house.signers()
    house.ready("second", "en", "English")
    house.publish()
    first = live(house)
    assert [by["signature"] for by in evidence(house)["second", "en"]["approved_by"]] == ["none"]
    house.signers(signer(ALINE, keys / "aline"))
    house.publish(hour=13)
    assert live(house) == first
    house.settings("required")
    assert "second in en" in house.run("release", "verify", code=1).stderr
    house.publish(hour=14)
    assert live(house) == first
    house.approve("second", "en", hour=15)
    house.publish(hour=16)
    assert house.run("release", "verify")
    assert live(house).name.endswith(first.name[-8:])  # the very same pages
    pages = evidence(house)
    assert [by["signature"] for by in pages["second", "en"]["approved_by"]] == ["none", "good"]
    # The key is lost, and with it every word.
    house.signers(signer(ALINE, make_key(tmp_path / "new")))
    assert "second in en" in house.run("release", "verify", code=1).stderr
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(tmp_path / "new"))
    house.approve("second", "en", hour=17)
    house.publish(hour=18)
    house.run("release", "verify")
    last = live(house)
    house.publish(hour=19)
    assert live(house) == last


@pytest.mark.parametrize(
    ("name", "end", "sign"),
    [
        ("second.md", "\n", "\ufeff"),
        ("second.md", "\r\n", ""),
        ("second.html", "\r", ""),
        ("second.txt", "\r\n", "\ufeff"),
    ],
)
def test_texts_of_any_kind_have_their_digest(house: House, name: str, end: str, sign: str) -> None:
    (house.root / "articles/second.md").unlink()
    body = "<p>Rien qu’une phrase.</p>" if name.endswith("html") else "Rien qu’une phrase."
    lines = ("---", "title: Troisième", "lang: fr", "aliases:", "  - ancien", "---", "", body, "")
    (house.root / "articles" / name).write_bytes((sign + end.join(lines)).encode())
    house.approve("second", "fr", hour=13)
    house.publish(hour=14)
    assert "3 pages approved: 3 signed" in house.run("release", "verify").stdout
