package slipway.ui.traffic;

import java.util.Map;
import java.util.Optional;
import slipway.model.Colour;
import slipway.model.NextAction;
import slipway.model.Release.Wish;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.ui.controls.SplitFigures;
import slipway.ui.controls.StateIcon;

/**
 * All that one tier's lane shows.
 *
 * @param balancer whose rule it is: {@code internal balancer}
 * @param ledger one or a few words; {@code ledgerDetail} has the whole sentence
 * @param lock who holds the weights; empty while nobody else does
 * @param takeOver whether the lock may be taken from whoever holds it
 * @param thumb where the fader stands: green's share in per cent
 * @param answered green's share that the balancer obeys
 * @param locked why the fader cannot be moved; empty while it can
 * @param steered why the fader stays where it is put by a release; empty while nothing but the operator moves it
 * @param split absent while one colour has everything and the other none of it
 * @param trouble what went wrong with the last deed; may be empty
 * @param hold pauses or continues the release that is on; absent while none is
 * @param rollBack absent where no version is known to go back to, and while a release is on
 * @param release the newest, while it is on or has just ended
 * @param next what to do, where no other button says it
 */
record LaneValues(
        Tier tier,
        String balancer,
        String rule,
        String priority,
        StateIcon.State ledgerState,
        String ledger,
        String ledgerDetail,
        String lock,
        boolean takeOver,
        Card blue,
        Card green,
        int thumb,
        int answered,
        String locked,
        String steered,
        Optional<Split> split,
        Deed promote,
        Deed abort,
        String trouble,
        Optional<Deed> hold,
        Optional<Deed> rollBack,
        Optional<ReleaseValues> release,
        Optional<Next> next) {

    /** @param basis what the observation rests on */
    record Split(SplitFigures figures, String basis) {}

    /**
     * One colour.
     *
     * @param word what it does: {@code serving}
     * @param idle whether it runs nothing
     * @param rows name and value, in order
     * @param brief the same in two words, while the lane is low: how many are healthy, and its requests
     */
    record Card(
            Tier tier,
            Colour colour,
            String tag,
            int percent,
            String word,
            boolean idle,
            Map<String, String> rows,
            String brief,
            String rate) {}

    /** What a button does. */
    sealed interface Act {
        record Move(Weights to) implements Act {}

        record Steer(Wish wish) implements Act {}

        /** Asks for the form of a rollback. */
        record RollBack() implements Act {}
    }

    /**
     * The next action of a tier.
     *
     * @param button its name; empty where another button does it
     */
    record Next(NextAction action, String button) {}

    /**
     * A button.
     *
     * @param name {@code Promote}
     * @param words what it will do: {@code green takes 100 % now}; may be empty
     * @param reason why it cannot be pressed; empty while it can
     */
    record Deed(String name, String words, String reason, Act act) {
        boolean possible() {
            return reason.isEmpty();
        }
    }

    /** Whether there is more to show than that one colour has everything. */
    boolean tall() {
        return split.isPresent();
    }
}
