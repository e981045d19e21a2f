"""The words that tell what a paper is about."""

from made_up import paper

from generator.archive.terms import Term, terms_of


def test_words_are_counted_by_their_singular() -> None:
    """Plurals and capitals are one word; the title counts double; stop words and single letters do not count."""
    terms = terms_of(paper(1, title="Kites in a Wind", abstract="The kite flies. A kite is a k. KITES!"))
    assert terms["kite"] == Term(5, "kite")
    assert terms["wind"] == Term(2, "Wind")
    assert not {"the", "a", "k", "in", "is"} & terms.keys()


def test_possessives_are_the_words_that_possess() -> None:
    """And are shown without the ending, whatever apostrophe they have."""
    terms = terms_of(paper(1, title="A VAE", abstract="The VAE's prior, two VAEs, Euler’s method, O'Shea."))
    assert (terms["vae"], terms["euler"]) == (Term(4, "VAE"), Term(1, "Euler"))
    assert "o'shea" in terms


def test_words_are_shown_as_they_are_written() -> None:
    """The first spelling counts, but one in small letters wins over one with capitals."""
    terms = terms_of(paper(1, title="Strings for LoRA", abstract="Diffusion helps LoRA. We study diffusion."))
    assert (terms["diffusion"].written, terms["lora"].written, terms["string"].written) == (
        "diffusion",
        "LoRA",
        "Strings",
    )


def test_keywords_of_the_source_count() -> None:
    """Their words are words of the paper."""
    assert terms_of(paper(1, keywords=("wind tunnels",)))["tunnel"] == Term(1, "tunnels")


def test_mathematics_is_read_as_letters() -> None:
    """TeX accents and formulas become what they say."""
    assert "fréchet" in terms_of(paper(1, abstract=r"Fr\'echet distance of $\mathsf{TC}^0$"))


def test_unspaced_writing_is_cut_in_pairs() -> None:
    """Chinese and Japanese sentences share words too."""
    terms = terms_of(paper(1, title="风筝研究 with GPT4模型"))
    assert {"风筝", "筝研", "研究", "gpt4", "模型"} <= terms.keys()


def test_nothing_gives_nothing() -> None:
    """A paper without a word has no terms."""
    assert terms_of(paper(1, title="?!", abstract="")) == {}
