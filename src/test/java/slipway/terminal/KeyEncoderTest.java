package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyEncoderTest {
    private static final Modes APPLICATION = modes("\033[?1h\033=");

    private static Modes modes(String switched) {
        return new Typed(20, 5).write(switched).terminal.modes();
    }

    private static String sent(KeyStroke stroke, Modes modes) {
        return new String(KeyEncoder.encode(stroke, modes), StandardCharsets.UTF_8);
    }

    private static String sent(KeyStroke stroke) {
        return sent(stroke, Modes.INITIAL);
    }

    @Test
    void encode_whenText_isUtf8() {
        assertThat(sent(KeyStroke.text("aé漢"))).isEqualTo("aé漢");
        assertThat(sent(KeyStroke.text("é").withAlt())).isEqualTo("\033é");
    }

    @Test
    void encode_whenControlAndLetter_isTheControl() {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            assertThat(sent(KeyStroke.text("" + letter).withControl())).isEqualTo("" + (char) (letter - 'a' + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"@,0", "[,27", "\\,28", "],29", "^,30", "_,31", "?,127", "2,0", "/,31", "8,127"})
    void encode_whenControlAndSign_isTheControl(String sign, int control) {
        assertThat(sent(KeyStroke.text(sign).withControl())).isEqualTo("" + (char) control);
        assertThat(sent(KeyStroke.text(sign).withControl().withAlt())).isEqualTo("\033" + (char) control);
    }

    @Test
    void encode_whenControlAndSpace_isNul() {
        assertThat(sent(KeyStroke.text(" ").withControl())).isEqualTo("\0");
    }

    @Test
    void encode_whenControlMakesNothingOfIt_isTheCharacter() {
        assertThat(sent(KeyStroke.text("9").withControl())).isEqualTo("9");
    }

    @Test
    void encode_whenEditingKeys_areXterms() {
        assertThat(sent(KeyStroke.of(Key.ENTER))).isEqualTo("\r");
        assertThat(sent(KeyStroke.of(Key.ENTER).withAlt())).isEqualTo("\033\r");
        assertThat(sent(KeyStroke.of(Key.ENTER), modes("\033[20h"))).isEqualTo("\r\n");
        assertThat(sent(KeyStroke.of(Key.BACKSPACE))).isEqualTo("\177");
        assertThat(sent(KeyStroke.of(Key.BACKSPACE).withControl())).isEqualTo("\b");
        assertThat(sent(KeyStroke.of(Key.BACKSPACE).withAlt())).isEqualTo("\033\177");
        assertThat(sent(KeyStroke.of(Key.TAB))).isEqualTo("\t");
        assertThat(sent(KeyStroke.of(Key.TAB).withShift())).isEqualTo("\033[Z");
        assertThat(sent(KeyStroke.of(Key.ESCAPE))).isEqualTo("\033");
    }

    @ParameterizedTest
    @CsvSource({"UP,A", "DOWN,B", "RIGHT,C", "LEFT,D", "HOME,H", "END,F"})
    void encode_whenCursorKeys_goByTheModeAndModifiers(Key key, String last) {
        assertThat(sent(KeyStroke.of(key))).isEqualTo("\033[" + last);
        assertThat(sent(KeyStroke.of(key), APPLICATION)).isEqualTo("\033O" + last);
        assertThat(sent(KeyStroke.of(key).withControl(), APPLICATION)).isEqualTo("\033[1;5" + last);
        assertThat(sent(KeyStroke.of(key).withShift())).isEqualTo("\033[1;2" + last);
        assertThat(sent(KeyStroke.of(key).withAlt().withShift().withControl())).isEqualTo("\033[1;8" + last);
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT,2",
        "DELETE,3",
        "PAGE_UP,5",
        "PAGE_DOWN,6",
        "F5,15",
        "F6,17",
        "F7,18",
        "F8,19",
        "F9,20",
        "F10,21",
        "F11,23",
        "F12,24",
        "F13,25",
        "F20,34"
    })
    void encode_whenNumberedKeys_areNumbers(Key key, int number) {
        assertThat(sent(KeyStroke.of(key))).isEqualTo("\033[" + number + "~");
        assertThat(sent(KeyStroke.of(key).withAlt())).isEqualTo("\033[" + number + ";3~");
    }

    @ParameterizedTest
    @CsvSource({"F1,P", "F2,Q", "F3,R", "F4,S"})
    void encode_whenFirstFunctionKeys_areLetters(Key key, String last) {
        assertThat(sent(KeyStroke.of(key))).isEqualTo("\033O" + last);
        assertThat(sent(KeyStroke.of(key).withControl())).isEqualTo("\033[1;5" + last);
    }

    @Test
    void encode_whenKeypad_goesByTheMode() {
        KeyStroke five = KeyStroke.text("5").onKeypad();

        assertThat(sent(five)).isEqualTo("5");
        assertThat(sent(five, APPLICATION)).isEqualTo("\033Ou");
        assertThat(sent(KeyStroke.of(Key.ENTER).onKeypad(), APPLICATION)).isEqualTo("\033OM");
    }

    @Test
    void encode_whenMouse_goesByWhatIsWanted() {
        var press = report(MouseReport.Action.PRESS, MouseReport.Button.LEFT);
        var release = report(MouseReport.Action.RELEASE, MouseReport.Button.LEFT);
        var drag = report(MouseReport.Action.MOVE, MouseReport.Button.LEFT);
        var move = report(MouseReport.Action.MOVE, MouseReport.Button.NONE);
        var wheel = report(MouseReport.Action.PRESS, MouseReport.Button.WHEEL_UP);
        Modes buttons = modes("\033[?1000;1006h");
        Modes drags = modes("\033[?1002;1006h");
        Modes moves = modes("\033[?1003;1006h");

        assertThat(press.encode(Modes.INITIAL)).isEmpty();
        assertThat(press.encode(buttons)).asString().isEqualTo("\033[<0;10;3M");
        assertThat(release.encode(buttons)).asString().isEqualTo("\033[<0;10;3m");
        assertThat(wheel.encode(buttons)).asString().isEqualTo("\033[<64;10;3M");
        assertThat(drag.encode(buttons)).isEmpty();
        assertThat(drag.encode(drags)).asString().isEqualTo("\033[<32;10;3M");
        assertThat(move.encode(drags)).isEmpty();
        assertThat(move.encode(moves)).asString().isEqualTo("\033[<35;10;3M");
    }

    @Test
    void encode_whenMouseWithoutDecimals_isThreeBytes() {
        Modes old = modes("\033[?1000h");

        assertThat(report(MouseReport.Action.PRESS, MouseReport.Button.RIGHT).encode(old))
                .containsExactly(0x1b, '[', 'M', 32 + 2, 32 + 10, 32 + 3);
        assertThat(report(MouseReport.Action.RELEASE, MouseReport.Button.RIGHT).encode(old))
                .containsExactly(0x1b, '[', 'M', 32 + 3, 32 + 10, 32 + 3);
        assertThat(new MouseReport(MouseReport.Action.PRESS, MouseReport.Button.LEFT, 300, 0, false, false, false)
                        .encode(old))
                .isEmpty();
    }

    private static MouseReport report(MouseReport.Action action, MouseReport.Button button) {
        return new MouseReport(action, button, 9, 2, false, false, false);
    }

    @Test
    void encode_whenFocus_isToldWhereItWasAskedFor() {
        assertThat(FocusReport.encode(true, Modes.INITIAL)).isEmpty();
        assertThat(FocusReport.encode(true, modes("\033[?1004h"))).asString().isEqualTo("\033[I");
        assertThat(FocusReport.encode(false, modes("\033[?1004h"))).asString().isEqualTo("\033[O");
    }

    @Test
    void encode_whenPasted_pressesNoKeys() {
        String text = "one\r\ntwo\nthree\ttab\033[201~rm\003é";

        assertThat(Paste.encode(text, Modes.INITIAL)).asString().isEqualTo("one\rtwo\rthree\ttab[201~rmé");
        assertThat(Paste.encode("a\033[201~b", modes("\033[?2004h"))).asString().isEqualTo("\033[200~a[201~b\033[201~");
        assertThat(Paste.holdsLines("a")).isFalse();
        assertThat(Paste.holdsLines("a\n")).isTrue();
    }
}
