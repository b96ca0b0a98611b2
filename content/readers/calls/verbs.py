"""What a platform asks of people, as a call: `Votează: …`. The wording is a proposal that a person looks at."""

from content.readers.calls.call import Texts

_ASKED: dict[str, Texts] = {
    "propose": {
        "ro": "Propune o idee",
        "en": "Propose an idea",
        "hu": "Küldje be az ötletét",
        "de": "Schlagen Sie etwas vor",
        "sr": "Предложите идеју",
    },
    "vote": {"ro": "Votează", "en": "Vote", "hu": "Szavazzon", "de": "Stimmen Sie ab", "sr": "Гласајте"},
    "answer": {
        "ro": "Completează chestionarul",
        "en": "Fill in the survey",
        "hu": "Töltse ki a kérdőívet",
        "de": "Füllen Sie den Fragebogen aus",
        "sr": "Попуните упитник",
    },
    "comment": {
        "ro": "Spune-ți părerea",
        "en": "Have your say",
        "hu": "Mondja el a véleményét",
        "de": "Sagen Sie Ihre Meinung",
        "sr": "Реците своје мишљење",
    },
    "volunteer": {
        "ro": "Vino voluntar",
        "en": "Volunteer",
        "hu": "Jelentkezzen önkéntesnek",
        "de": "Helfen Sie mit",
        "sr": "Пријавите се као волонтер",
    },
}


def asked(verb: str, about: Texts) -> Texts:
    """The verb and what it is about, in the languages both are known in."""
    words = _ASKED[verb]
    return {lang: f"{words[lang]}: {title}" for lang, title in about.items() if lang in words}
