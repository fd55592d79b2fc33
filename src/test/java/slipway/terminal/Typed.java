package slipway.terminal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A terminal to be written to, and what it told. */
final class Typed implements Terminal.Listener {
    final Terminal terminal;
    final List<String> replies = new ArrayList<>();
    final List<String> titles = new ArrayList<>();
    int bells;
    int changes;

    Typed(int columns, int rows) {
        this(columns, rows, Terminal.SCROLLBACK);
    }

    Typed(int columns, int rows, int scrollback) {
        terminal = new Terminal(columns, rows, scrollback, this);
    }

    /** Writes each text by itself. */
    Typed write(String... texts) {
        for (String text : texts) {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    String row(int row) {
        return terminal.snapshot().lines().get(row).text();
    }

    /** The rows up to the last one that holds something. */
    String screen() {
        return terminal.snapshot().lines().stream()
                .map(Line::text)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    /** The lines that scrolled off. */
    List<String> scrollback() {
        Snapshot now = terminal.snapshot();
        return terminal.lines(now.firstLine(), now.topLine()).stream()
                .map(Line::text)
                .toList();
    }

    Style style(int row, int column) {
        return terminal.snapshot().lines().get(row).style(column);
    }

    /** Column and row, from 0. */
    String cursor() {
        Snapshot now = terminal.snapshot();
        return now.cursorColumn() + "," + now.cursorRow();
    }

    @Override
    public void reply(byte[] bytes) {
        replies.add(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void changed() {
        changes++;
    }

    @Override
    public void bell() {
        bells++;
    }

    @Override
    public void title(String title) {
        titles.add(title);
    }
}
