package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.shell.CommandPalette.Command;

@NullMarked
class CommandPaletteTest {
    private static final List<Command> COMMANDS = List.of(
            new Command(Feather.MAP, "Overview", "Ctrl 1", () -> {}),
            new Command(Feather.MOON, "Theme: Dark", "", () -> {}),
            new Command(Feather.MOON, "Theme: Light", "", () -> {}));

    @Test
    void matching_findsEveryWordInAnyOrder() {
        assertThat(CommandPalette.matching(COMMANDS, "dark the"))
                .extracting(Command::name)
                .containsExactly("Theme: Dark");
    }

    @Test
    void matching_ofNothingTyped_keepsAll() {
        assertThat(CommandPalette.matching(COMMANDS, " ")).isEqualTo(COMMANDS);
    }
}
