from sekisho.packs.duties import BASES, ROLES, concepts, duties


def test_the_catalogue_holds_every_duty_once():
    assert list(duties()) == [f"O{n:03}" for n in range(1, 125)]


def test_every_duty_is_told_in_both_languages():
    for duty in duties().values():
        for words in (duty.title, duty.criterion, duty.cadence, duty.evidence):
            assert words.en.isascii(), duty.id
            assert words.ja and not words.ja.isascii(), duty.id


def test_roles_and_bases_are_known_codes():
    for duty in duties().values():
        assert set(duty.role) <= ROLES and duty.role
        assert duty.cadence.basis in BASES


def test_every_duty_has_terms_in_both_languages():
    for duty in duties().values():
        assert any(word.isascii() for word in duty.words), duty.id
        assert any(not word.isascii() for word in duty.words), duty.id
        assert all(weight > 0 for weight in duty.words.values())


def test_terms_are_terms_and_not_sentences():
    for duty in duties().values():
        assert all(len(word) <= 40 and "。" not in word for word in duty.words), duty.id


def test_titles_are_short_and_unlike_each_other():
    titles = [duty.title.ja for duty in duties().values()]
    assert max(map(len, titles)) <= 32
    assert len(set(titles)) == len(titles)


def test_a_title_speaks_the_language_asked_for():
    title = duties()["O053"].title
    assert (title.said("ja"), title.said("en-gb")) == (title.ja, title.en)


def test_concepts_have_words_in_both_languages():
    for words in concepts().values():
        assert any(word.isascii() for word in words)
        assert any(not word.isascii() for word in words)
