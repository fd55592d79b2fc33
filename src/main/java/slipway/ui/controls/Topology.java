package slipway.ui.controls;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import slipway.model.Colour;
import slipway.model.Tier;

/**
 * What {@link TopologyPicture} draws: the way of a request from the internet to the volume.
 *
 * @param deployments client blue, client green, api blue, api green, in this order
 */
public record Topology(
        Box publicBalancer,
        Box internalBalancer,
        List<Deployment> deployments,
        Box redis,
        Box volume,
        boolean internet) {

    /** How real a part is; PLANNED and EMPTY are dashed. */
    public enum Stage {
        PLANNED,
        WORKING,
        LIVE,
        EMPTY,
        FAILED
    }

    /**
     * A balancer, Redis or the volume.
     *
     * @param stack the stack it belongs to, by suffix: {@code platform}
     * @param strong the line that matters most; may be empty
     * @param lines further lines
     * @param step its place in the order of a first deployment; absent once it is there
     */
    public record Box(String stack, Stage stage, String strong, List<String> lines, OptionalInt step) {}

    /**
     * One colour of one tier.
     *
     * @param version its image's tag; empty when it has none
     * @param age since when it runs, in words; may be empty
     * @param figure healthy against desired, such as {@code 2/2}; empty while planned
     * @param figureWord what the figure counts, or the answer where there is no figure: {@code 2 to 6 tasks}
     * @param note a short last line, with {@code noteState} as its icon
     * @param share of the tier's requests by weight, 0 to 1; absent while no rule exists
     * @param cpuPercent absent while nobody measured it: then no tank is drawn
     */
    public record Deployment(
            Tier tier,
            Colour colour,
            Stage stage,
            String version,
            String age,
            String figure,
            String figureWord,
            List<TaskShapes.Task> tasks,
            StateIcon.State noteState,
            String note,
            OptionalDouble share,
            OptionalDouble cpuPercent,
            OptionalInt step) {

        public String stack() {
            return tier.label() + "-" + colour.label();
        }

        public boolean hollow() {
            return stage == Stage.PLANNED || stage == Stage.EMPTY;
        }
    }

    public Deployment deployment(Tier tier, Colour colour) {
        return deployments.stream()
                .filter(deployment -> deployment.tier() == tier && deployment.colour() == colour)
                .findFirst()
                .orElseThrow();
    }
}
