"""The terminal's words for the next steps that the engine advises: for each code, with commands and options."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from authoring.errors import Remedy
from authoring.text import i18n
from authoring.text.i18n import _

# Codes whose step is an option, to be repeated for each of several names.
_OPTIONS: Final[Mapping[str, str]] = {"accept-warnings": "accept", "examine-scope": "scope"}


def words(remedy: Remedy) -> str:
    """The remedy in the terminal's words, in the language of messages."""
    if isinstance(remedy, str):
        return remedy
    values = dict(remedy.values)
    if option := _OPTIONS.get(remedy.code):
        values["options"] = " ".join(f"--{option} {name}" for name in values[option].split())
    return table(i18n.current())[remedy.code].format(**values)


@cache
def table(lang: str) -> Mapping[str, str]:
    """The words in `lang` for each code, with placeholders for the values of the advice."""
    return {
        **_workspace(lang),
        **_drafting(lang),
        **_checks(lang),
        **_quotations(lang),
        **_consents(lang),
        **_review(lang),
        **_publication(lang),
        **_texts(lang),
        **_targets(lang),
        **_files(lang),
        **_repairs(lang),
        **_repetition(lang),
    }


def _workspace(lang: str) -> Mapping[str, str]:
    """Workspaces, their people and their files."""
    see_or_make = _("See what is there, or make it: {command}", lang)
    return {
        "make-workspace": _("Go into your workspace, or make one: authoring init FOLDER", lang),
        "adopt-folder": _(
            "Name an empty or new folder, or keep what is there and add to it: authoring init FOLDER --adopt", lang
        ),
        "make-outline": see_or_make.format(command="authoring new outline {slug}"),
        "make-testimony": see_or_make.format(command="authoring new testimony {slug}"),
        "see-pieces": see_or_make.format(command="authoring list"),
        "choose-another-name": _("Choose another name: --slug NAME", lang),
        "say-who": _("Say who you are with --as ID or AUTHORING_USER=ID; the people here are: {ids}.", lang),
        "ask-editor": _("Ask an editor; authoring people list says who is one.", lang),
        "keep-line-ends": _(
            "Have git keep them. Commit what you changed, give authoring upgrade, which writes `.gitattributes`, then "
            "take all files out anew: git rm -r --cached -q :/ && git reset --hard. Commit `.gitattributes`.",
            lang,
        ),
        "update-program": _("Update the program: pip install --upgrade authoring", lang),
    }


def _drafting(lang: str) -> Mapping[str, str]:
    """Drafts, prompts and models."""
    return {
        "write-or-draft": _("Write it below the --- line, or have it drafted: authoring draft OUTLINE", lang),
        "draft-anew-or-write": _("Have it written again, authoring draft OUTLINE --fresh, or write it yourself.", lang),
        "draft-over-edits": _(
            "To keep their text as a revision and put a new one in its place: authoring draft {slug} --new-revision",
            lang,
        ),
        "name-section": _("Name another section with --section N.", lang),
        "revise-another-section": _("Name another section: authoring revise {slug} --section N", lang),
        "see-prompts": _("Prompts know {known}; the packaged ones show how: authoring prompts list", lang),
        "test-model": _("Try it alone: authoring models test {model}", lang),
        "ask-anew-or-change-model": _("Give the command again with --fresh, or choose another model.", lang),
        "repeat-or-change-model": _("Give the command again, or choose another model.", lang),
    }


def _checks(lang: str) -> Mapping[str, str]:
    """Findings."""
    return {
        "mend-first": _("Mend it first: authoring check {slug}", lang),
        "mend-typography": _("Mend them all at once: authoring check {slug} --fix typography", lang),
        "see-findings": _("See them all and mend them: authoring check SLUG", lang),
        "see-places": _("authoring check {piece} names each place.", lang),
    }


def _quotations(lang: str) -> Mapping[str, str]:
    """Quotations, and the words of testimonies."""
    stand_by = _(
        "If you stand by the edit: authoring quotes accept {slug} {id}. To ask the person first: "
        "authoring quotes {slug} --for {person}",
        lang,
    )
    return {
        "quote-exactly": _(
            "Quote a sentence of a testimony exactly, or say it in your own voice without quotation "
            "marks. If somebody did say this, note it down first: authoring new testimony NAME",
            lang,
        ),
        "quote-whole-sentence": _("Quote the whole sentence.", lang) + " " + stand_by,
        "stand-by-quotation": stand_by,
        "ask-person-anew": _(
            "They have changed since they were shown. Ask again: authoring quotes {slug} --for PERSON", lang
        ),
        "replace-reference": _(
            "Put the words in its place, or delete it; `authoring draft` inserts quotations by itself.", lang
        ),
        "restore-words": _(
            "Put the person’s words back as they stand in testimonies/{slug}.md. To shorten it, quote single sentences "
            "instead; if the person corrected their words, correct that file.",
            lang,
        ),
        "see-quotation-ids": _("authoring quotes {slug} lists them with their ids.", lang),
        "see-quotations": _("authoring quotes {slug} lists every quotation and where its words come from.", lang),
    }


def _consents(lang: str) -> Mapping[str, str]:
    """Consents, and erasures."""
    return {
        "record-consent": _(
            "Ask the person, then write the answer into testimonies/{slug}.md: status: granted, granted: DATE", lang
        ),
        "renew-consent": _("Ask the person again and write the new date into testimonies/{slug}.md.", lang),
        "see-consents": _("See whose words are held: authoring consent list", lang),
        "withdraw-consent": _("Withdraw it first: authoring consent withdraw {slug}", lang),
        "take-words-out": _(
            "Retract and reopen it if it is out, and take the words out of its text; then give the command again.", lang
        ),
        "erase-again": _(
            "Give the command again, authoring consent withdraw PERSON --erase, or compare it with a backup.", lang
        ),
    }


def _review(lang: str) -> Mapping[str, str]:
    """Submissions, reviews and approvals."""
    return {
        "hand-in": _("Hand it in first: authoring submit SLUG", lang),
        "hand-in-again": _("Make the changes and hand it in again: authoring submit SLUG", lang),
        "hand-in-anew": _(
            "Take it back and hand it in again: authoring withdraw {slug} && authoring submit {slug}", lang
        ),
        "hand-in-without-declaration": _("Hand it in without --human-only.", lang),
        "vouch-or-review": _(
            "Have a second person sign for all of them, authoring import vouch, or have it reviewed: "
            "authoring correct SLUG",
            lang,
        ),
        "state-key": _('State your public key in authoring.toml: `ssh_key = "ssh-ed25519 …"`', lang),
        "leave-to-reviewer": _(
            "Mend what is flagged, or leave it to the reviewer: authoring submit SLUG --to PERSON", lang
        ),
        "ask-another-reviewer": _("Ask another reviewer: authoring submit SLUG --to PERSON", lang),
        "ask-other-address": _(
            "Ask a reviewer with an address of their own, or write each person’s own in authoring.toml.", lang
        ),
        "own-addresses": _("Write each person’s own address in authoring.toml, where they have one.", lang),
        "wait-or-take-back": _("Wait for the reviewer, or take it back: authoring withdraw SLUG", lang),
        "accept-warnings": _("If you stand by the passage: authoring approve {slug} … {options}", lang),
        "see-warning-ids": _("authoring review {slug} shows the warnings with their ids.", lang),
        "examine-scope": _("Examine them, then add: {options}", lang),
        "read-again": _("Read it again and approve what you saw: authoring review SLUG", lang),
        "name-whole-hash": _(
            "Copy the whole hash, or the reference, that this shows you: authoring review {slug}", lang
        ),
        "see-revisions": _("authoring log {slug} lists them; write at least the first eight characters.", lang),
        "have-approved": _("Have it approved first: authoring review {slug}", lang),
        "have-reviewed-again": _(
            "Have a reviewer look at the text as it is now and approve it: authoring review SLUG", lang
        ),
        "give-reason": _("Add: --reason “why”", lang),
        "name-key-file": _(
            "Name your key file with --key FILE or AUTHORING_SSH_KEY, or give it to your agent: ssh-add FILE", lang
        ),
        "name-usable-key": _(
            "Name a private SSH key that you can read, or a public one that your agent holds, with --key FILE.", lang
        ),
        "unlock-key": _(
            "Look at whether your agent or your hardware key waits for you, then give the command again.", lang
        ),
    }


def _texts(lang: str) -> Mapping[str, str]:
    """Texts that go with a piece."""
    return {
        "confirm-translation": _(
            "Ask them, in their language: authoring quotes {slug} --for {person}; then record their answer: "
            "authoring quotes confirm {slug} --for {person} --reference …",
            lang,
        ),
        "translate-over-edits": _(
            "To keep their text as a revision and have it translated again: "
            "authoring translate {slug} --to {lang} --new-revision",
            lang,
        ),
        "translate-again": _("Have it translated again: authoring translate {slug} --to {lang}", lang),
        "make-text": _("Have it made: authoring accompany {slug} {kind}", lang),
        "renew-text": _(
            "Read it, and put your own changes on record: authoring accompany record {slug} {kind}; "
            "or have it made again: authoring accompany {slug} {kind} --anew",
            lang,
        ),
        "record-text": _(
            "Put it on record first: authoring accompany record {slug} {kind}; or delete the file to give it up.", lang
        ),
        "see-texts": _("See the texts, where they stand and their hashes: authoring accompany list {slug}", lang),
    }


def _publication(lang: str) -> Mapping[str, str]:
    """Publications, corrections and retractions."""
    return {
        "name-later-time": _("Name a time that lies ahead, or publish now: authoring publish {slug}", lang),
        "stop-schedule": _("It goes out by itself; to stop that: authoring request-changes SLUG --note …", lang),
        "publish-or-send-back": _("Publish it, or send it back: authoring request-changes SLUG --note …", lang),
        "correct-or-retract": _(
            "To change it: authoring correct SLUG; to take it down: authoring retract SLUG --reason …", lang
        ),
        "end-correction": _(
            "Bring the correction to its end first, or take over their words by hand: authoring targets status", lang
        ),
        "take-down": _("Readers still see it; take it down: authoring retract {slug} --reason …", lang),
        "reopen": _("To work on it again: authoring reopen SLUG", lang),
        "export-again": _("Try again, until it was seen not to show it: authoring export", lang),
        "export-where-sent": _(
            "Give this where it was sent from, once that has what is recorded here: authoring export", lang
        ),
        "restore-target": _(
            "Put the target back into authoring.toml and give authoring export; or take the post down there by hand "
            "and say so: authoring targets forget {target} {slug} --as EDITOR",
            lang,
        ),
    }


def _targets(lang: str) -> Mapping[str, str]:
    """Targets, and their credentials."""
    return {
        "name-target": _("Name it: --to TARGET", lang),
        "see-targets": _("See what does: authoring targets status", lang),
        "keep-password": _(
            "Keep it on this machine: authoring targets login {name} – or set {variable} in your environment.", lang
        ),
        "move-key-out": _("Remove “{key}”, and keep it on this machine: authoring targets login {name}", lang),
        "copy-ghost-key": _(
            "Copy the Admin API key anew from Settings, Integrations: authoring targets login TARGET", lang
        ),
        "confirm-newsletter": _("Add: --confirm {name}", lang),
        "check-connection": _(
            "Check the connection and the address, then give the command again; nothing is sent twice.", lang
        ),
        "send-again": _("Give the command again; it looks what has arrived before it sends anything.", lang),
        "decide-for-ours": _(
            "Somebody took it away there; it does not come back unless you decide so with --ours.", lang
        ),
        "see-their-edits": _(
            "Somebody is editing it there at this moment. See what they did: authoring targets status", lang
        ),
    }


def _files(lang: str) -> Mapping[str, str]:
    """Other files that are read or written: imports, prints and pictures."""
    return {
        "import-as-review": _("If a reviewer sent it back: authoring import --review {slug} {file}", lang),
        "import-as-review-of-other": _("If that is the piece: authoring import --review {name} {file}", lang),
        "import-under-other-name": _(
            "Import it under another name, or go on with this piece: authoring log SLUG", lang
        ),
        "name-file-kind": _("Let it end with one of {endings}, or say --as {kinds}.", lang),
        "name-new-folder": _("Name a folder that is not there yet: --out DIR", lang),
        "name-picture": _("Write for example: authoring stats --plot {name}", lang),
        "show-statistics": _("The tables show the pieces on their way: authoring stats", lang),
    }


def _repairs(lang: str) -> Mapping[str, str]:
    """Files of a workspace that were changed or lost."""
    return {
        "restore-changed-file": _(
            "authoring verify says what changed; put the file back from a backup or from git.", lang
        ),
        "restore-or-retract": _(
            "Put index.md back from git or from a backup, or take the piece down: authoring retract {slug} --reason …",
            lang,
        ),
        "keep-people": _("Keep them in [people] with roles = [], so that their name and their key stay known.", lang),
        "restore-newer-or-retract": _(
            "Put the newer folder back from git or from a backup. If there is none, retract it again: authoring "
            "retract {slug} --reason …",
            lang,
        ),
        "restore-piece": _(
            "Put the folder back from git or from a backup; then it can be taken down: authoring retract {slug} "
            "--reason …",
            lang,
        ),
        "verify-or-restore": _("See what does not hold, authoring verify {slug}, or put it back from a backup.", lang),
        "choose-folder": _(
            "Compare {folder} with {other}, keep the one that is right, and move the other out of the workspace.", lang
        ),
        "move-second-copy": _("Compare it with {other}, which counts, and move it out of the workspace.", lang),
        "restore-folder": _(
            "Put the folder back from a backup or from git; authoring verify names what else does not hold.", lang
        ),
        "restore-history": _(
            "Put the file back from a backup or from git; authoring verify says what else does not hold.", lang
        ),
        "restore-outline": _("Put outlines/{slug}.md back, or correct `outline` in the front matter.", lang),
        "restore-testimony": _(
            "Put the file testimonies/{slug}.md back, or take this testimony out of the piece.", lang
        ),
        "restore-or-correct": _("Put it back from {folder}, or begin a correction: authoring correct {slug}", lang),
        "trace-sentences": _(
            "See where each comes from, authoring trace {slug}, and compare the file with a backup.", lang
        ),
        "verify-and-approve-again": _(
            "See what else does not hold: authoring verify {slug}. Then have the text approved again.", lang
        ),
    }


def _repetition(lang: str) -> Mapping[str, str]:
    """Commands to repeat."""
    return {
        "repeat": _("Give the command again.", lang),
        "go-on": _("Run the command again: what was finished is kept.", lang),
        "look-and-repeat": _("Look at what is there now, then give the command again.", lang),
        "see-history-and-repeat": _("See what happened with authoring log {slug}, then give the command again.", lang),
        "bring-over-and-repeat": _(
            "Bring what is to stay over to drafts/{slug}/index.md, delete the folder published/{slug}, "
            "and give the command again.",
            lang,
        ),
        "wait-and-repeat": _("Wait until it has finished, then give the command again.", lang),
    }
