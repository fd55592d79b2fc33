package slipway.ui.traffic;

import java.util.Map;
import java.util.Optional;
import slipway.model.Colour;
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
 * @param thumb where the fader stands: green's share in per cent
 * @param answered green's share that the balancer obeys
 * @param locked why the fader cannot be moved; empty while it can
 * @param split absent while one colour has everything and the other none of it
 * @param trouble what went wrong with the last move; may be empty
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
        Card blue,
        Card green,
        int thumb,
        int answered,
        String locked,
        Optional<Split> split,
        Deed promote,
        Deed abort,
        String trouble) {

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

    /**
     * A button.
     *
     * @param words what it will do: {@code green takes 100 % now}
     * @param reason why it cannot be pressed; empty while it can
     */
    record Deed(String words, String reason, Weights to) {
        boolean possible() {
            return reason.isEmpty();
        }
    }

    /** Whether there is more to show than that one colour has everything. */
    boolean tall() {
        return split.isPresent();
    }
}
