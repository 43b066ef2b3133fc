"""A run over a workspace or an output folder that lies at an address: what of it must be at hand here, and what is stored at its end.

Here are only the shared files, the names of the plants' own, and for the group's page their digests; what the plants are made
from and their briefings never come by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from briefing.errors import BriefingError
from briefing.group.afar import SCRATCH, Afar
from briefing.group.jobs import Build, Built, Job, run
from briefing.group.keys import logo_name
from briefing.group.places import Place, fetched
from briefing.group.refusals import Refusal
from briefing.group.rollup import Each, Run
from briefing.periods import Period
from briefing.pipeline import DRAWN
from briefing.workspace import CHARTER, MAPPINGS, PUBLICATION, RESPONSES, SUBMISSIONS, load_workspace


class Listing:
    """What lies at a workspace's address, listed once: the shared names with their states, and each plant's own."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Sort names by plant; a name that belongs to no part of a workspace is none of ours."""
        self.names = names
        self._by_site: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            site, month = _whose(name)
            if site:
                self._by_site.setdefault(site, []).append((month, name))

    def shared(self, logo: str) -> tuple[tuple[str, str], ...]:
        """Give the files that every plant is made from."""
        mine = (name for name in self.names if name in {CHARTER, logo} or PurePosixPath(name).parts[:-1] == (RESPONSES,))
        return tuple((name, self.names[name]) for name in mine)

    def of(self, site: str, month: Period) -> tuple[str, ...]:
        """Give the files of one plant that a month may be made from."""
        return tuple(name for when, name in self._by_site.get(site, ()) if when <= str(month))


def _whose(name: str) -> tuple[str, str]:
    """Give the plant and the month of a file; both empty where it is no plant's, the month where it stands for all months."""
    match PurePosixPath(name).parts:
        case (home, month, file) if home in {SUBMISSIONS, PUBLICATION}:
            return PurePosixPath(file).stem, month
        case (home, file) if home == MAPPINGS and PurePosixPath(file).suffix == ".toml":
            return PurePosixPath(file).stem, ""
    return "", ""


@dataclass(frozen=True, slots=True)
class Errand:
    """Where a run works here, and how a plant is built: `run` where all is at hand, else what fetches and stores.

    `source` and `target` are as they were typed: a folder, or an address.
    """

    source: Path | str
    target: Path | str
    workspace: Path
    out: Path
    build: Build = run
    listing: Listing | None = None

    @property
    def is_afar(self) -> bool:
        """Tell whether anything lies at an address."""
        return isinstance(self.source, str) or isinstance(self.target, str)

    def each(self, through: Each) -> Each:
        """Give what runs jobs that name their plants' files."""
        if self.listing is None:
            return through
        listing = self.listing
        return lambda jobs: through([replace(job, names=listing.of(job.site, job.month)) for job in jobs])

    def digesting(self, through: Each) -> Each:
        """Give what runs jobs and brings their digests, of which the group's page is made."""
        if isinstance(self.target, Path):
            return self.each(through)
        place = Place(self.target)

        def each(jobs: Sequence[Job]) -> Iterable[Built]:
            built = tuple(self.each(through)(jobs))
            there = {one.site for one in built if one.is_built}
            fetched(place, (job.digest_at.relative_to(job.out).as_posix() for job in jobs if job.site in there), self.out)
            return built

        return each

    def bring_page(self, going: Run) -> None:
        """Fetch the group's page of an earlier run, so that one made from the same is left as it is."""
        if isinstance(self.target, str):
            place = Place(self.target)
            for name in (going.kept_page, *self._pages(going)):
                content = place.get(name)
                if content is not None:
                    path = self.out / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)

    @staticmethod
    def _pages(going: Run) -> Iterator[str]:
        yield f"{going.period}/group.json"
        yield from (going.page_name(edition, form) for edition in going.pages for form in DRAWN if form in going.formats)

    def store_page(self, files: Iterable[str], going: Run) -> None:
        """Store the group's page, and last what it was made from."""
        if isinstance(self.target, str):
            place = Place(self.target)
            place.write({name: (self.out / name).read_bytes() for name in files})
            place.write({going.kept_page: (self.out / going.kept_page).read_bytes()})


@contextmanager
def errand(source: Path | str, target: Path | str) -> Iterator[Errand]:
    """Give a run's places here while it lasts; folders should be whole paths where others than this process work with them.

    Raises:
        Refusal: What lies at an address cannot be opened, or nothing does.
        OSError: It cannot be reached.
    """
    if isinstance(source, Path) and isinstance(target, Path):
        yield Errand(source, target, source, target)
        return
    with TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
        out = target if isinstance(target, Path) else Path(scratch) / "out"
        if isinstance(source, Path):
            yield Errand(source, target, source, out, Afar(out=str(target)))
            return
        folder = Path(scratch) / "workspace"
        listing = _at_hand(source, folder)
        logo = _logo(folder)
        yield Errand(source, target, folder, out, Afar(source, target if isinstance(target, str) else "", listing.shared(logo), logo), listing)


def _at_hand(source: str, folder: Path) -> Listing:
    """Fetch the charter, and put the name of each plant's file in its place with its state for contents: nobody reads it here."""
    place = Place(source)
    listing = Listing(place.listed())
    if not listing.names:
        raise Refusal("cluster.nothing_there", place=source)
    folder.mkdir(parents=True)
    fetched(place, (name for name in (CHARTER,) if name in listing.names), folder)
    for name, state in listing.names.items():
        if name.startswith(f"{SUBMISSIONS}/") and _whose(name)[0]:
            path = folder / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(state, encoding="utf-8")
    return listing


def _logo(folder: Path) -> str:
    """Give the name of the logo's file as a workspace's files are named; a charter that cannot be read has its say later."""
    try:
        charter, _ = load_workspace(folder).charter()
    except BriefingError:
        return ""
    return logo_name(charter.company.logo)
