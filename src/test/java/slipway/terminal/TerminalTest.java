package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    private final Typed typed = new Typed(20, 5);

    @Test
    void write_whenText_standsOnTheScreen() {
        typed.write("hello\r\nworld");

        assertThat(typed.screen()).isEqualTo("hello\nworld");
        assertThat(typed.cursor()).isEqualTo("5,1");
        assertThat(typed.changes).isEqualTo(1);
    }

    @Test
    void write_whenUtf8IsCut_joinsIt() {
        byte[] bytes = "é漢🚀".getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            typed.terminal.write(new byte[] {each});
        }

        assertThat(typed.row(0)).isEqualTo("é漢🚀");
        assertThat(typed.cursor()).isEqualTo("5,0");
    }

    @Test
    void write_whenUtf8IsMalformed_showsReplacementCharacters() {
        typed.terminal.write(new byte[] {'a', (byte) 0xe6, (byte) 0xbc, 'b', (byte) 0xff, (byte) 0xc3});
        typed.write("c");

        assertThat(typed.row(0)).isEqualTo("a\ufffdb\ufffd\ufffdc");
    }

    @Test
    void write_whenTabs_stopAtEveryEighthColumn() {
        typed.write("\tx\ty\tz");

        assertThat(typed.row(0)).isEqualTo("        x       y  z");
    }

    @Test
    void write_whenTabStopsAreSet_stopsThere() {
        typed.write("\033[3g\033[4G\033H\r\tx\033[Zy");

        assertThat(typed.row(0)).isEqualTo("   y");
    }

    @Test
    void write_whenWidened_tabsStopInNewColumns() {
        typed.terminal.resize(60, 5);
        typed.write("\t\t\t\t\t\tx");

        assertThat(typed.cursor()).isEqualTo("49,0");
    }

    @Test
    void write_whenSequenceIsLong_printsNothingOfIt() {
        typed.write("\033[1;31;1;31;1;31;1;31;1;31;1;31;1;31;1;31;1;32mx");

        assertThat(typed.row(0)).isEqualTo("x");
        assertThat(typed.style(0, 0).foreground()).isEqualTo(2);
    }

    @Test
    void write_whenColons_readsThem() {
        typed.write("\033[4:3;38:2:1:2:3;48:5:200ma\033[38:2::4:5:6mb\033[4:0mc\033[>4;2md\033[38;2;7;8;9me");

        assertThat(typed.row(0)).isEqualTo("abcde");
        Style first = typed.style(0, 0);
        assertThat(first.has(Attribute.CURLY_UNDERLINE)).isTrue();
        assertThat(first.foreground()).isEqualTo(Colour.exact(1, 2, 3));
        assertThat(first.background()).isEqualTo(200);
        assertThat(typed.style(0, 1).foreground()).isEqualTo(Colour.exact(4, 5, 6));
        assertThat(typed.style(0, 2).has(Attribute.CURLY_UNDERLINE)).isFalse();
        assertThat(typed.style(0, 3)).isEqualTo(typed.style(0, 2));
        assertThat(typed.style(0, 4).foreground()).isEqualTo(Colour.exact(7, 8, 9));
    }

    @Test
    void write_whenKeyboardProtocols_moveNothing() {
        typed.write("abc\033[>1u\033[?u\033[=1u\033[<ud");

        assertThat(typed.row(0)).isEqualTo("abcd");
        assertThat(typed.replies).isEmpty();
    }

    @Test
    void write_whenAllAttributes_keepsThem() {
        typed.write("\033[1;2;3;4;5;7;8;9;53mx\033[21my\033[0mz");

        Style style = typed.style(0, 0);
        for (Attribute each : List.of(
                Attribute.BOLD,
                Attribute.DIM,
                Attribute.ITALIC,
                Attribute.UNDERLINE,
                Attribute.SLOW_BLINK,
                Attribute.INVERSE,
                Attribute.CONCEALED,
                Attribute.STRIKETHROUGH,
                Attribute.OVERLINE)) {
            assertThat(style.has(each)).as(each.name()).isTrue();
        }
        assertThat(typed.style(0, 1).has(Attribute.DOUBLE_UNDERLINE)).isTrue();
        assertThat(typed.style(0, 2)).isEqualTo(Style.PLAIN);
    }

    @Test
    void write_whenEveryColourThereIs_keepsIt() {
        var wide = new Typed(256, 3);
        for (int index = 0; index < 256; index++) {
            wide.write("\033[38;5;" + index + ";48;5;" + (255 - index) + "mx");
        }
        for (int index = 0; index < 256; index++) {
            wide.write("\033[2;" + (index + 1) + "H\033[38;2;" + index + ";7;99mx");
        }

        for (int index = 0; index < 256; index++) {
            assertThat(wide.style(0, index).foreground()).isEqualTo(index);
            assertThat(wide.style(0, index).background()).isEqualTo(255 - index);
            assertThat(wide.style(1, index).foreground()).isEqualTo(Colour.exact(index, 7, 99));
        }
    }

    @Test
    void write_whenMoreStylesThanAreKept_forgetsThoseNotShown() {
        typed.write("\033[38;2;1;1;1mkept\033[2;1H");
        for (int colour = 0; colour < 30_000; colour++) {
            typed.write("\033[2;1H\033[38;2;200;" + (colour & 0xff) + ";" + (colour >> 8) + "mx");
        }
        typed.write("\033[?1049h");
        for (int colour = 0; colour < 10_000; colour++) {
            typed.write("\033[3;1H\033[48;2;100;" + (colour & 0xff) + ";" + (colour >> 8) + "mx");
        }
        assertThat(typed.style(2, 0).background()).isEqualTo(Colour.exact(100, 9_999 & 0xff, 9_999 >> 8));
        typed.write("\033[?1049l");

        assertThat(typed.style(0, 0).foreground()).isEqualTo(Colour.exact(1, 1, 1));
        assertThat(typed.style(1, 0).foreground()).isEqualTo(Colour.exact(200, 29_999 & 0xff, 29_999 >> 8));
    }

    @Test
    void write_whenReportsAreAskedTogether_answersAll() {
        typed.write("ab\033[6n\033[5n\033[c\033[>c\033[3;4H\033[6n\033[?6n\033[18t\033[?2026$p\033[?7$p\033[4$p");

        assertThat(String.join("", typed.replies))
                .isEqualTo("\033[1;3R\033[0n\033[?62;22c\033[>0;276;0c\033[3;4R\033[?3;4;1R\033[8;5;20t"
                        + "\033[?2026;2$y\033[?7;1$y\033[4;2$y");
    }

    @Test
    void write_whenOriginIsTheMargin_reportsFromThere() {
        typed.write("\033[2;4r\033[?6h\033[2;1H\033[6n");

        assertThat(typed.replies).containsExactly("\033[2;1R");
        assertThat(typed.cursor()).isEqualTo("0,2");
    }

    @Test
    void write_whenColoursAreAsked_answersTheThemes() {
        typed.terminal.palette(Palette.LIGHT);
        typed.write("\033]11;?\007\033]10;?\033\\\033]4;1;?\007\033]11;#123456\007");

        assertThat(String.join("", typed.replies))
                .isEqualTo("\033]11;rgb:fbfb/fbfb/fcfc\033\\\033]10;rgb:1b1b/1f1f/2424\033\\"
                        + "\033]4;1;rgb:b3b3/2020/3f3f\033\\");
    }

    @Test
    void write_whenClipboardIsAskedOrSet_isSilent() {
        typed.write("a\033]52;c;?\007\033]52;c;aGVsbG8=\007b");

        assertThat(typed.row(0)).isEqualTo("ab");
        assertThat(typed.replies).isEmpty();
    }

    @Test
    void write_whenOtherStringsCome_printsNothing() {
        typed.write("a\033P+q544e\033\\b\033_apc\033\\c\033^pm\033\\d\033Xsos\033\\e\033]777;x;y\007f");

        assertThat(typed.row(0)).isEqualTo("abcdef");
        assertThat(typed.replies).containsExactly("\033P0+r\033\\");
    }

    @Test
    void write_whenAlternateScreenByAnyMode_keepsTheMainOne() {
        for (String mode : List.of("47", "1047", "1049")) {
            var each = new Typed(20, 5);
            each.write("main\033[?" + mode + "h");
            assertThat(each.screen()).as(mode).isEmpty();
            assertThat(each.terminal.modes().alternateScreen()).isTrue();
            assertThat(each.cursor()).isEqualTo("4,0");

            each.write("\033[Hother\033[?" + mode + "l");
            assertThat(each.screen()).as(mode).isEqualTo("main");
            assertThat(each.terminal.modes().alternateScreen()).isFalse();
        }
    }

    @Test
    void write_whenBackFrom1049_cursorAndLooksAreRestored() {
        typed.write("\033[31mmain\033[?1049h\033[0m\033[4;4Hother\033[?1049l!");

        assertThat(typed.row(0)).isEqualTo("main!");
        assertThat(typed.style(0, 4).foreground()).isEqualTo(1);
    }

    @Test
    void write_whenAlternateScreenScrolls_keepsNothingOfIt() {
        typed.write("main\r\n\033[?1049h" + "line\r\n".repeat(50) + "\033[?1049l");

        assertThat(typed.scrollback()).isEmpty();
        assertThat(typed.row(0)).isEqualTo("main");
    }

    @Test
    void write_whenModesAreSwitched_keepsThem() {
        typed.write("\033[?1;1002;1006;2004;1004;2026h\033=\033[?25l\033[5 q\033[20h");

        assertThat(typed.terminal.modes())
                .isEqualTo(new Modes(
                        true,
                        true,
                        true,
                        MouseTracking.DRAGS,
                        true,
                        true,
                        true,
                        false,
                        true,
                        false,
                        CursorShape.BAR,
                        false,
                        true));

        typed.write("\033c");
        assertThat(typed.terminal.modes()).isEqualTo(Modes.INITIAL);
    }

    @Test
    void write_whenTitleIsGiven_tellsItClean() {
        typed.write("\033]0;one\u202e\007\033[22t\033]2;two\033\\\033[23t\007");

        assertThat(typed.titles).containsExactly("one");
        assertThat(typed.terminal.title()).isEqualTo("one");
        assertThat(typed.bells).isEqualTo(1);
    }

    @Test
    void write_whenLinkIsGiven_isOnTheText() {
        typed.write("\033]8;id=a;https://example.org/x\033\\li nk\033]8;;\033\\ no");

        Link link = new Link("a", "https://example.org/x");
        assertThat(typed.row(0)).isEqualTo("li nk no");
        assertThat(typed.style(0, 0).link()).isEqualTo(link);
        assertThat(typed.style(0, 2).link()).isEqualTo(link);
        assertThat(typed.style(0, 6).link()).isNull();
    }

    @Test
    void write_whenMarksFollow_joinsThem() {
        typed.write("e\u0301", "x\u0302\u0301", "e", "\u0301", "か\u3099", "漢\u0301.");

        Line line = typed.terminal.snapshot().lines().getFirst();
        assertThat(line.text()).isEqualTo("éx\u0302\u0301éが漢.");
        assertThat(line.text(1)).isEqualTo("x\u0302\u0301");
        assertThat(typed.cursor()).isEqualTo("8,0");
    }

    @Test
    void write_whenMarkFollowsAtTheMargin_joinsItThere() {
        typed.write("\033[20Ge", "\u0301", "x");

        assertThat(typed.row(0)).isEqualTo(" ".repeat(19) + "é");
        assertThat(typed.row(1)).isEqualTo("x");
        typed.write("\033[3;19He", "\u0301", "x");
        assertThat(typed.row(2)).isEqualTo(" ".repeat(18) + "éx");
    }

    @Test
    void write_whenLineIsFull_wrapsAndKnowsIt() {
        typed.write("01234567890123456789", "abc\r\n01234567890123456789\r\nx");

        assertThat(typed.screen()).isEqualTo("01234567890123456789\nabc\n01234567890123456789\nx");
        assertThat(typed.terminal.snapshot().lines())
                .extracting(Line::wrapped)
                .containsExactly(true, false, false, false, false);
    }

    @Test
    void write_whenWideCharacterDoesNotFit_goesToTheNextLine() {
        typed.write("0123456789012345678漢字");

        Snapshot now = typed.terminal.snapshot();
        assertThat(typed.screen()).isEqualTo("0123456789012345678\n漢字");
        assertThat(now.lines().getFirst().wrapped()).isTrue();
        assertThat(now.lines().get(1).width(0)).isEqualTo(2);
        assertThat(now.lines().get(1).width(1)).isZero();
    }

    @Test
    void write_whenAutowrapIsOff_staysAtTheMargin() {
        typed.write("\033[?7l0123456789012345678901234X漢\033[?7h");

        assertThat(typed.screen()).isEqualTo("012345678901234567漢");
    }

    @Test
    void write_whenWrapIsPending_movementTakesItBack() {
        typed.write("01234567890123456789\033[A\033[3Cx", "\033[3;1H01234567890123456789\n!");

        assertThat(typed.row(0)).isEqualTo("0123456789012345678x");
        assertThat(typed.row(3)).isEqualTo(" ".repeat(19) + "!");
        typed.write("\033[5;1H01234567890123456789\0337\033[1;1H\0338x");
        assertThat(typed.row(4)).isEqualTo("0123456789012345678x");
    }

    @Test
    void write_whenErased_takesTheGroundAlone() {
        typed.write("\033[4;7;41mab\033[K\033[0m");

        assertThat(typed.style(0, 1).has(Attribute.UNDERLINE)).isTrue();
        assertThat(typed.style(0, 10)).isEqualTo(new Style(Colour.DEFAULT, 1, 0, null));
        typed.write("\033[2;1H\033[4ma b\033[0m");
        assertThat(typed.style(1, 1).has(Attribute.UNDERLINE)).isTrue();
    }

    @Test
    void write_whenHalfOfWideCharacterIsOverwritten_blanksTheOther() {
        typed.write("漢字\033[2Gx\033[3Gy");

        assertThat(typed.row(0)).isEqualTo(" xy");
    }

    @Test
    void write_whenLineDrawing_drawsLines() {
        typed.write("\033(0lqk\033(Bq\016x\017\033)0\016x\017x");

        assertThat(typed.row(0)).isEqualTo("┌─┐qx│x");
    }

    @Test
    void write_whenRepeated_repeatsTheLast() {
        typed.write("-\033[5b!\033[30b");

        assertThat(typed.row(0)).isEqualTo("------!!!!!!!!!!!!!!");
        assertThat(typed.row(1)).isEqualTo("!".repeat(17));
    }

    @Test
    void write_whenInserting_pushesTextOn() {
        typed.write("abc\r\033[4hx漢\033[4ly");

        assertThat(typed.row(0)).isEqualTo("x漢ybc");
    }

    @Test
    void write_whenSavedAndRestored_cursorLooksAndSetsReturn() {
        typed.write("\033[2;3H\033[1;34m\033(0\0337\033[H\033[0m\033(Bx\0338q\033[s\033[HY\033[uq");

        assertThat(typed.screen()).isEqualTo("Y\n  ──");
        assertThat(typed.style(1, 3)).isEqualTo(new Style(4, Colour.DEFAULT, Attribute.BOLD.bit(), null));
    }

    @Test
    void write_whenSoftReset_keepsTextAndAlternateScreen() {
        typed.write("main\033[?1049h\033[Hother\033[?6h\033[4h\033[2;3r\033[31m\033[!px");

        assertThat(typed.terminal.modes().alternateScreen()).isTrue();
        assertThat(typed.screen()).contains("other");
        typed.write("\033[?1049l");
        assertThat(typed.row(0)).isEqualTo("main");
    }

    @Test
    void write_whenTextIsOfPrivatePlane_showsItAsUnknown() {
        typed.write("a\udbc0\udd00b\ud800\udc80c\ud840\udc80d");

        assertThat(typed.row(0)).isEqualTo("a\ufffdb\ud800\udc80c〓d");
    }

    @Test
    void write_whenNumbersAreHuge_staysOnTheScreen() {
        typed.write("\033[99999999999C\033[99999999999B\033[6n\033[99999999999D\033[99999999999Ax\033[99999999999b");

        assertThat(typed.replies).containsExactly("\033[5;20R");
    }

    @Test
    void scrollback_whenLinesScrollOff_keepsTheNewest() {
        var small = new Typed(20, 3, 10);
        small.write(
                IntStream.range(0, 40).mapToObj(each -> "line " + each + "\r\n").toArray(String[]::new));

        assertThat(small.scrollback())
                .containsExactlyElementsOf(
                        IntStream.range(28, 38).mapToObj(each -> "line " + each).toList());
        assertThat(small.terminal.snapshot().firstLine()).isEqualTo(28);
        assertThat(small.screen()).isEqualTo("line 38\nline 39");
    }

    @Test
    void scrollback_whenCleared_isEmptyAndNumbersGoOn() {
        typed.write("x\r\n".repeat(20) + "\033[3J");

        assertThat(typed.scrollback()).isEmpty();
        assertThat(typed.terminal.snapshot().topLine()).isEqualTo(16);
    }

    @Test
    void scrollback_whenLinesAreDeleted_doesNotGetThem() {
        typed.write("one\r\ntwo\r\nthree\033[H\033[2M");

        assertThat(typed.scrollback()).isEmpty();
        assertThat(typed.screen()).isEqualTo("three");
    }

    @Test
    void snapshot_whenOneRowChanged_keepsTheOtherLines() {
        typed.write("one\r\ntwo\r\n");
        Snapshot before = typed.terminal.snapshot();
        typed.write("\033[1;1HONE");
        Snapshot after = typed.terminal.snapshot();

        assertThat(after.lines().getFirst()).isNotSameAs(before.lines().getFirst());
        assertThat(after.lines().get(1)).isSameAs(before.lines().get(1));
    }
}
