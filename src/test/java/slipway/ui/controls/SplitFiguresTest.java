package slipway.ui.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SplitFiguresTest {
    @Test
    void chance_isThreeStandardDeviationsOfTheCount() {
        var figures = new SplitFigures(0.25, 3393, 1143);

        assertThat(figures.chance()).isCloseTo(0.0193, within(0.0001));
        assertThat(figures.observedWords()).isEqualTo("74.8 : 25.2");
        assertThat(figures.chanceWords()).isEqualTo("within chance, ± 1.9");
    }

    @Test
    void aShareBeyondThreeStandardDeviations_isNotChance() {
        var figures = new SplitFigures(0.25, 3536, 1000);

        assertThat(figures.withinChance()).isFalse();
        assertThat(figures.chanceWords()).isEqualTo("not by chance, ± 1.9");
    }

    @Test
    void oneStrayRequest_whereGreenShallGetNone_isNotChance() {
        assertThat(new SplitFigures(0, 999, 1).withinChance()).isFalse();
        assertThat(new SplitFigures(0, 999, 1).chanceWords()).isEqualTo("not as requested");
        assertThat(new SplitFigures(0, 1000, 0).withinChance()).isTrue();
        assertThat(new SplitFigures(0, 1000, 0).chanceWords()).isEmpty();
    }

    @Test
    void withoutRequests_nothingIsClaimed() {
        var figures = new SplitFigures(0.3, 0, 0);

        assertThat(figures.observedWords()).isEqualTo("–");
        assertThat(figures.chanceWords()).isEmpty();
        assertThat(figures.requestedWords()).isEqualTo("70 : 30");
    }
}
