package slipway.ui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodHighlight;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import slipway.ui.fx.FxBackground;
import slipway.ui.shell.Look;
import slipway.ui.shell.PanelPictures;

/** The terminal with the real toolkit: drawn, typed into, clicked at. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class TerminalPaneTest {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> sizes = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private TerminalPane pane;
    private Look look;
    private Stage stage;

    @Start
    void start(Stage first) {
        stage = first;
        pane = new TerminalPane(new FxBackground(), 1_000);
        pane.setOnInput(sent::writeBytes);
        pane.setOnResized((columns, rows) -> sizes.add(columns + "x" + rows));
        pane.setOnOpen(opened::add);
        var scene = new Scene(new StackPane(pane), COLUMNS * 8 + 32, ROWS * 20 + 24);
        look = new Look(scene);
        look.themeProperty().set(Look.Theme.DARK);
        stage.setScene(scene);
        stage.sizeToScene();
        stage.show();
        pane.requestFocus();
    }

    private void write(String text) {
        pane.write(text.getBytes(StandardCharsets.UTF_8));
        settle();
    }

    /** Lets a pulse pass that lays out what changed. */
    private void settle() {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> stage.getScene().getRoot().layout());
    }

    private String sent() {
        WaitForAsyncUtils.waitForFxEvents();
        return sent.toString(StandardCharsets.UTF_8);
    }

    private Node screen() {
        return pane.lookup("#terminal-screen");
    }

    /** The middle of a cell on the screen of the machine. */
    private Point2D cell(int column, int row) {
        return screen().localToScreen(16 + column * 8 + 4, 12 + row * 20 + 10);
    }

    /** Clicks with keys held, which the robot's clicks do not carry. */
    private void click(int column, int row, int times, boolean shift, boolean control) {
        Point2D at = new Point2D(16 + column * 8 + 4, 12 + row * 20 + 10);
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
            for (int time = 1; time <= times; time++) {
                for (var type : List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED)) {
                    screen().fireEvent(mouse(type, at, time, shift, control, false));
                }
            }
        });
    }

    private MouseEvent mouse(
            EventType<MouseEvent> type, Point2D at, int times, boolean shift, boolean control, boolean alt) {
        Point2D scene = screen().localToScene(at);
        Point2D far = screen().localToScreen(at);
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        return new MouseEvent(
                screen(),
                screen(),
                type,
                scene.getX(),
                scene.getY(),
                far.getX(),
                far.getY(),
                MouseButton.PRIMARY,
                times,
                shift,
                control,
                alt,
                false,
                down,
                false,
                false,
                false,
                false,
                true,
                null);
    }

    @Test
    void selection_whenDraggedWithAlt_isABlock() {
        write("abcdef\r\nghijkl\r\nmnopqr");
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
            screen().fireEvent(mouse(MouseEvent.MOUSE_PRESSED, new Point2D(16 + 8, 20), 1, false, false, true));
            screen().fireEvent(mouse(MouseEvent.MOUSE_DRAGGED, new Point2D(16 + 24, 60), 1, false, false, true));
        });

        assertThat(selected()).isEqualTo("bc\nhi\nno");
    }

    private WritableImage picture() {
        settle();
        return WaitForAsyncUtils.waitForAsyncFx(60_000, () -> stage.getScene().snapshot(null));
    }

    /** Whether any pixel of the cells has that colour. */
    private static boolean has(WritableImage image, int column, int row, int columns, Color colour) {
        for (int y = 12 + row * 20; y < 12 + row * 20 + 20; y++) {
            for (int x = 16 + column * 8; x < 16 + (column + columns) * 8; x++) {
                if (image.getPixelReader().getColor(x, y).equals(colour)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] recording(String name) throws IOException {
        try (InputStream in = TerminalPaneTest.class.getResourceAsStream("/slipway/terminal/" + name + ".bytes")) {
            return in.readAllBytes();
        }
    }

    @Test
    void irb_whenDrawn_isPicturedInBothThemes() throws IOException {
        pane.write(recording("irb"));
        for (Look.Theme theme : List.of(Look.Theme.DARK, Look.Theme.LIGHT)) {
            WaitForAsyncUtils.waitForAsyncFx(60_000, () -> look.themeProperty().set(theme));
            WritableImage image = picture();
            String name = theme == Look.Theme.DARK ? "dark" : "light";
            PanelPictures.keep(image, Path.of("target", "screenshots", "terminal-irb-" + name + ".png"));
            Color ground = Shades.of(theme == Look.Theme.DARK).ground();
            assertThat(image.getPixelReader().getColor(2, 2)).isEqualTo(ground);
        }
    }

    @Test
    void paint_whenBoxesAndBlocks_meetAtTheEdges() {
        write(
                "\033[?25l\033(0lqqk\r\nx  x\r\nmqqj\033(B\r\n████ ▀▄▌▐ ░▒▓ ╔═╦╗\r\n\033[1mbold \033[3mboth\033[0m \033[3mitalic\033[0m \033[4munder\033[0m"
                        + " \033[4:3mcurly\033[0m \033[9mstruck\033[0m \033[7minverse\033[0m \033[2mdim\033[0m");
        WritableImage image = picture();
        PanelPictures.keep(image, Path.of("target", "screenshots", "terminal-boxes.png"));

        for (int y = 12 + 10; y < 12 + 50; y++) {
            assertThat(image.getPixelReader().getColor(16 + 3, y))
                    .as("left edge at %s", y)
                    .isEqualTo(Shades.DARK.ink());
        }
        for (int x = 16; x < 16 + 32; x++) {
            assertThat(image.getPixelReader().getColor(x, 12 + 3 * 20 + 19)).isEqualTo(Shades.DARK.ink());
        }
    }

    @Test
    void paint_whenColoured_hasThePalettesColours() {
        write("\033[?25l\033[31;44mX█\033[0m\033[38;2;1;200;3m█\033[0m");
        WritableImage image = picture();

        assertThat(has(image, 0, 0, 1, Shades.rgb(Shades.DARK.palette().rgb(4))))
                .isTrue();
        assertThat(has(image, 1, 0, 1, Shades.rgb(Shades.DARK.palette().rgb(1))))
                .isTrue();
        assertThat(has(image, 2, 0, 1, Color.rgb(1, 200, 3))).isTrue();
        assertThat(has(image, 3, 0, 70, Color.rgb(1, 200, 3))).isFalse();
    }

    @Test
    void paint_whenCursorMoves_leavesNothingBehind() {
        write("ab");
        assertThat(has(picture(), 2, 0, 1, Shades.DARK.cursor())).isTrue();
        write("\033[5;5H");
        WritableImage image = picture();

        assertThat(has(image, 2, 0, 1, Shades.DARK.cursor())).isFalse();
        assertThat(has(image, 4, 4, 1, Shades.DARK.cursor())).isTrue();
        write("\033[?25l");
        assertThat(has(picture(), 4, 4, 1, Shades.DARK.cursor())).isFalse();
    }

    @Test
    void keys_whenPressed_reachTheSession(FxRobot robot) {
        robot.press(KeyCode.CONTROL).press(KeyCode.SHIFT).release(KeyCode.SHIFT).release(KeyCode.CONTROL);
        robot.press(KeyCode.ALT).release(KeyCode.ALT);
        assertThat(sent()).isEmpty();

        robot.write("ls -l");
        robot.type(
                KeyCode.ENTER, KeyCode.UP, KeyCode.BACK_SPACE, KeyCode.TAB, KeyCode.ESCAPE, KeyCode.F5, KeyCode.DELETE);
        assertThat(sent()).isEqualTo("ls -l\r\033[A\177\t\033\033[15~\033[3~");
    }

    @Test
    void keys_whenWithControlOrAlt_reachTheSession(FxRobot robot) {
        for (KeyCode code : List.of(KeyCode.C, KeyCode.D, KeyCode.R, KeyCode.W, KeyCode.K, KeyCode.SPACE)) {
            robot.press(KeyCode.CONTROL).type(code).release(KeyCode.CONTROL);
        }
        robot.press(KeyCode.ALT).type(KeyCode.B).release(KeyCode.ALT);
        robot.press(KeyCode.CONTROL).type(KeyCode.LEFT).release(KeyCode.CONTROL);

        assertThat(sent()).isEqualTo("\003\004\022\027\013\000\033b\033[1;5D");
    }

    @Test
    void keys_whenNoSession_goNowhere(FxRobot robot) {
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> pane.setLive(false));
        robot.write("ls");
        robot.type(KeyCode.ENTER);

        assertThat(sent()).isEmpty();
    }

    @Test
    void composed_whenInputMethodIsAtIt_isShownAndThenTyped() {
        write("ab");
        compose("か", "");
        WritableImage image = picture();
        assertThat(has(image, 2, 0, 2, Shades.DARK.ink())).isTrue();
        assertThat(sent()).isEmpty();

        compose("", "漢é");
        assertThat(sent()).isEqualTo("漢é");
    }

    private void compose(String composed, String committed) {
        List<InputMethodTextRun> runs = composed.isEmpty()
                ? List.of()
                : List.of(new InputMethodTextRun(composed, InputMethodHighlight.UNSELECTED_RAW));
        WaitForAsyncUtils.waitForAsyncFx(
                60_000,
                () -> screen().fireEvent(
                                new InputMethodEvent(InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, runs, committed, 0)));
    }

    @Test
    void size_whenLaidOut_isTold() {
        settle();
        assertThat(sizes.getLast()).isEqualTo("80x24");
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
            stage.setWidth(stage.getWidth() - 80);
            stage.setHeight(stage.getHeight() - 40);
        });
        settle();
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(sizes.getLast()).isEqualTo("70x22");
        assertThat(pane.terminal().snapshot().columns()).isEqualTo(70);
    }

    @Test
    void zoom_whenLarger_cellsAreFewer(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.PLUS, 2).release(KeyCode.CONTROL);
        settle();
        assertThat(sizes.getLast()).isEqualTo("64x19");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT0).release(KeyCode.CONTROL);
        settle();
        assertThat(sizes.getLast()).isEqualTo("80x24");
        assertThat(sent()).isEmpty();
    }

    @Test
    void selection_whenDragged_isCopied(FxRobot robot) {
        write("one two three\r\nfour");
        robot.drag(screen().localToScreen(16 + 4 * 8, 12 + 10), MouseButton.PRIMARY)
                .dropTo(screen().localToScreen(16 + 2 * 8, 12 + 30));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.C).release(KeyCode.CONTROL, KeyCode.SHIFT);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(clipboard()).isEqualTo("two three\nfo");
        assertThat(sent()).isEmpty();
    }

    @Test
    void selection_whenClickedTwiceOrThreeTimes_isWordOrLine(FxRobot robot) {
        write("cat /var/log/x.log now");
        robot.moveTo(cell(7, 0)).doubleClickOn(MouseButton.PRIMARY);
        assertThat(selected()).isEqualTo("/var/log/x.log");
        robot.clickOn(MouseButton.PRIMARY);
        settle();
        assertThat(selected()).isEqualTo("cat /var/log/x.log now");
    }

    private String selected() {
        return WaitForAsyncUtils.waitForAsyncFx(60_000, () -> pane.selectedText());
    }

    private static String clipboard() {
        return WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> Clipboard.getSystemClipboard().getString());
    }

    private static void clip(String text) {
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> {
            var content = new ClipboardContent();
            content.putString(text);
            return Clipboard.getSystemClipboard().setContent(content);
        });
    }

    private void pasteKeys(FxRobot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.V).release(KeyCode.CONTROL, KeyCode.SHIFT);
        settle();
    }

    @Test
    void paste_whenOneLine_isSent(FxRobot robot) {
        clip("redis.keys");
        pasteKeys(robot);

        assertThat(sent()).isEqualTo("redis.keys");
    }

    @Test
    void paste_whenSeveralLines_isAskedAbout(FxRobot robot) {
        clip("one\ntwo\n");
        pasteKeys(robot);
        assertThat(sent()).isEmpty();
        robot.type(KeyCode.ESCAPE);
        settle();
        assertThat(sent()).isEmpty();

        pasteKeys(robot);
        PanelPictures.keep(picture(), Path.of("target", "screenshots", "terminal-paste.png"));
        robot.clickOn("Do not ask again in this terminal");
        robot.clickOn("#terminal-paste");
        assertThat(sent()).isEqualTo("one\rtwo\r");
        pasteKeys(robot);
        assertThat(sent()).isEqualTo("one\rtwo\rone\rtwo\r");
    }

    @Test
    void paste_whenBracketed_isWrapped(FxRobot robot) {
        write("\033[?2004h");
        clip("x");
        pasteKeys(robot);

        assertThat(sent()).isEqualTo("\033[200~x\033[201~");
    }

    @Test
    void paste_whenMiddleButton_isWhatIsSelected(FxRobot robot) {
        clip("not this");
        write("word here");
        robot.moveTo(cell(1, 0)).doubleClickOn(MouseButton.PRIMARY);
        robot.clickOn(cell(5, 3), MouseButton.MIDDLE);

        assertThat(sent()).isEqualTo("word");
    }

    @Test
    void search_whenFound_scrollsThere(FxRobot robot) {
        write("needle\r\n" + "x\r\n".repeat(100) + "Needle\r\n");
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.F).release(KeyCode.CONTROL, KeyCode.SHIFT);
        settle();
        robot.write("needle");
        settle();
        PanelPictures.keep(picture(), Path.of("target", "screenshots", "terminal-search.png"));
        assertThat(robot.lookup("2 of 2").tryQuery()).isPresent();
        robot.type(KeyCode.ENTER);
        settle();

        assertThat(robot.lookup(node ->
                                node instanceof Label label && label.getText().equals("1 of 2"))
                        .tryQuery())
                .isPresent();
        assertThat(top()).isZero();
        assertThat(sent()).isEmpty();
        robot.type(KeyCode.ESCAPE);
        robot.write("q");
        assertThat(sent()).isEqualTo("q");
    }

    private long top() {
        return WaitForAsyncUtils.waitForAsyncFx(60_000, () -> pane.viewport().top());
    }

    @Test
    void scroll_whenWheelIsTurned_showsOlderLinesAndTypingReturns(FxRobot robot) {
        write("x\r\n".repeat(100));
        robot.moveTo(cell(5, 5)).scroll(1, VerticalDirection.UP);
        settle();
        long end = pane.terminal().snapshot().topLine();
        assertThat(top()).isLessThan(end);
        write("more\r\n");
        assertThat(top()).as("stays while lines come").isLessThan(end);

        robot.write("a");
        settle();
        assertThat(top()).isEqualTo(end + 1);
    }

    @Test
    void scroll_whenOtherScreen_sendsArrows(FxRobot robot) {
        write("\033[?1049h");
        robot.moveTo(cell(5, 5)).scroll(1, VerticalDirection.DOWN);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(sent()).startsWith("\033[B");
        assertThat(sent().replace("\033[B", "")).isEmpty();
    }

    @Test
    void mouse_whenSessionWantsIt_isToldUnlessShift(FxRobot robot) {
        write("word\033[?1000;1006h");
        robot.clickOn(cell(3, 0), MouseButton.PRIMARY);
        assertThat(sent()).isEqualTo("\033[<0;4;1M\033[<0;4;1m");

        click(1, 0, 2, true, false);
        assertThat(selected()).isEqualTo("word");
        assertThat(sent()).isEqualTo("\033[<0;4;1M\033[<0;4;1m");
    }

    @Test
    void link_whenClickedWithControl_isOpened() {
        write("see https://example.org/x. \033]8;;https://example.org/linked\033\\here\033]8;;\033\\");
        click(6, 0, 1, false, true);
        click(28, 0, 1, false, true);
        click(1, 0, 1, false, true);
        click(6, 0, 1, false, false);

        assertThat(opened).containsExactly("https://example.org/x", "https://example.org/linked");
    }

    @Test
    void menu_whenRightButton_offersCopy(FxRobot robot) {
        write("word");
        robot.moveTo(cell(1, 0)).doubleClickOn(MouseButton.PRIMARY);
        robot.clickOn(cell(1, 0), MouseButton.SECONDARY);
        robot.clickOn("Copy");
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(clipboard()).isEqualTo("word");
    }

    @Test
    void reader_whenAsked_readsTheScreen() {
        write("one\r\ntwo");

        Object text = WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> screen().queryAccessibleAttribute(AccessibleAttribute.TEXT));
        assertThat(text).isEqualTo("one\ntwo");
    }

    @Test
    void focus_whenItGoes_isToldWhereItWasAskedFor(FxRobot robot) {
        write("\033[?1004h");
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> pane.find());
        assertThat(sent()).isEqualTo("\033[O");
    }

    @Test
    void redraw_whenSynchronized_isShownWhenItEnds() {
        write("before");
        write("\033[?2026h\033[2J\033[Hafter");
        write("\033[?2026l");
        settle();

        assertThat(WaitForAsyncUtils.waitForAsyncFx(
                        60_000, () -> pane.viewport().now().lines().getFirst().text()))
                .isEqualTo("after");
    }
}
