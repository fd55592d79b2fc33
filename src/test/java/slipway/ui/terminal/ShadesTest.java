package slipway.ui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import slipway.terminal.Colour;
import slipway.terminal.Style;

class ShadesTest {
    private static double contrast(Shades shades, int index) {
        return Shades.contrast(Shades.rgb(shades.palette().rgb(index)), shades.ground());
    }

    @Test
    void palette_whenOnItsGround_canBeRead() {
        for (int index = 1; index < 16; index++) {
            assertThat(contrast(Shades.DARK, index)).as("dark %s", index).isGreaterThanOrEqualTo(4.5);
        }
        for (int index = 0; index < 15; index++) {
            if (index != 7) {
                assertThat(contrast(Shades.LIGHT, index)).as("light %s", index).isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    @Test
    void text_whenItCouldNotBeRead_isInkOrGround() {
        // Reline's popup: white on cyan.
        Style popup = new Style(7, 6, 0, null);
        for (Shades shades : List.of(Shades.DARK, Shades.LIGHT)) {
            Color text = shades.text(popup, false);
            assertThat(Shades.contrast(text, shades.ground(popup, false))).isGreaterThanOrEqualTo(3);
            assertThat(shades.drawing(popup, false))
                    .isEqualTo(Shades.rgb(shades.palette().rgb(7)));
        }
    }

    @Test
    void text_whenReadable_isAsAsked() {
        Style red = new Style(1, Colour.DEFAULT, 0, null);

        assertThat(Shades.DARK.text(red, false))
                .isEqualTo(Shades.rgb(Shades.DARK.palette().rgb(1)));
        assertThat(Shades.DARK.ground(red, true))
                .isEqualTo(Shades.rgb(Shades.DARK.palette().rgb(1)));
    }
}
