package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SelectionTest {
    private final Typed typed = new Typed(20, 5);

    private String text(Selection.Kind kind, long fromLine, int fromColumn, long toLine, int toColumn) {
        var selection = new Selection(kind, new Position(fromLine, fromColumn), new Position(toLine, toColumn));
        var backwards = new Selection(kind, /* anchor= */ selection.head(), /* head= */ selection.anchor());
        String text = selection.text(typed.terminal.lines());
        assertThat(backwards.text(typed.terminal.lines())).as("backwards").isEqualTo(text);
        return text;
    }

    @Test
    void text_whenCharacters_joinsWrappedLines() {
        typed.write("first line   \r\n0123456789012345678901234\r\nlast");

        assertThat(text(Selection.Kind.CHARACTERS, 0, 6, 3, 2)).isEqualTo("line\n0123456789012345678901234\nla");
    }

    @Test
    void text_whenScrolledOff_isThereByTheSameNumbers() {
        typed.write("zero\r\none\r\n" + "x\r\n".repeat(20));

        assertThat(text(Selection.Kind.CHARACTERS, 0, 0, 1, 3)).isEqualTo("zero\none");
    }

    @Test
    void text_whenWord_takesPathsWholeAcrossTheMargin() {
        typed.write("cat /var/log/messages.log;ls");

        assertThat(text(Selection.Kind.WORDS, 0, 8, 0, 8)).isEqualTo("/var/log/messages.log");
        assertThat(text(Selection.Kind.WORDS, 1, 2, 1, 2)).isEqualTo("/var/log/messages.log");
        assertThat(text(Selection.Kind.WORDS, 0, 3, 0, 3)).isEmpty();
        assertThat(text(Selection.Kind.WORDS, 0, 1, 0, 6)).isEqualTo("cat /var/log/messages.log");
        assertThat(text(Selection.Kind.WORDS, 1, 5, 1, 5)).isEqualTo(";");
    }

    @Test
    void text_whenLines_takesAllThatOneWasWrappedInto() {
        typed.write("a\r\n0123456789012345678901234\r\nb");

        assertThat(text(Selection.Kind.LINES, 2, 1, 2, 1)).isEqualTo("0123456789012345678901234");
        assertThat(text(Selection.Kind.LINES, 0, 0, 1, 5)).isEqualTo("a\n0123456789012345678901234");
    }

    @Test
    void text_whenBlock_isTheRectangle() {
        typed.write("abcdef\r\nx\r\n12漢56");

        assertThat(text(Selection.Kind.BLOCK, 0, 1, 2, 3)).isEqualTo("bc\n\n2漢");
    }

    @Test
    void columns_whenWideCharacterIsCut_takesItWhole() {
        typed.write("a漢b");
        var selection = new Selection(Selection.Kind.CHARACTERS, new Position(0, 2), new Position(0, 4));

        assertThat(selection.columns(typed.terminal.lines(), 0, 20)).isEqualTo(new Selection.Columns(1, 4));
        assertThat(selection.text(typed.terminal.lines())).isEqualTo("漢b");
    }

    @Test
    void find_whenTextStandsInBoth_givesTheOldestFirst() {
        typed.write("needle one\r\n" + "x\r\n".repeat(10) + "012345678901234567Needle\r\nend");

        var found = Search.find(typed.terminal.lines(), "needle", false);
        assertThat(found)
                .containsExactly(
                        new Found(new Position(0, 0), new Position(0, 6)),
                        new Found(new Position(11, 18), new Position(12, 4)));
        assertThat(found.get(1).columns(12, 20)).isEqualTo(new Selection.Columns(0, 4));
        assertThat(Search.find(typed.terminal.lines(), "needle", true)).hasSize(1);
        assertThat(Search.find(typed.terminal.lines(), "", true)).isEmpty();
    }

    @Test
    void address_whenInPlainText_isFoundAcrossTheMargin() {
        typed.write("see (https://example.org/a_(b)?c=d), or not");

        var address = Addresses.at(typed.terminal.lines(), new Position(1, 3)).orElseThrow();
        assertThat(address.address()).isEqualTo("https://example.org/a_(b)?c=d");
        assertThat(address.place()).isEqualTo(new Found(new Position(0, 5), new Position(1, 14)));
        assertThat(Addresses.at(typed.terminal.lines(), new Position(0, 1))).isEmpty();
        assertThat(Addresses.at(typed.terminal.lines(), new Position(4, 19))).isEmpty();
    }

    @Test
    void address_whenLinked_isTheLinks() {
        typed.write("go \033]8;;https://example.org/\033\\here and there now\033]8;;\033\\ x");

        var address = Addresses.at(typed.terminal.lines(), new Position(0, 10)).orElseThrow();
        assertThat(address.address()).isEqualTo("https://example.org/");
        assertThat(address.place()).isEqualTo(new Found(new Position(0, 3), new Position(1, 1)));
    }
}
