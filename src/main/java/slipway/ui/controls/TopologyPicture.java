package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Colour;
import slipway.model.Exposure;
import slipway.model.Tier;

/**
 * The topology as a picture: internet, public balancer, client blue and green, internal balancer, api blue and green,
 * Redis, volume. Ways are as wide as their share of requests. Every part can be focused; arrows move between parts,
 * Enter opens one.
 */
public final class TopologyPicture extends Pane {
    private static final double FULL_WAY = 40;
    private static final double STORE_WAY = 16;

    private final Region publicZone = zone();
    private final Region privateZone = zone();
    private final ZoneHeading publicHeading = new ZoneHeading(true);
    private final ZoneHeading privateHeading = new ZoneHeading(false);
    private final StackPane internet = new StackPane(Icons.icon(Feather.GLOBE));
    private final Label internetName = Texts.text("Internet", "t12", "medium");
    private final BoxNode publicBalancer = new BoxNode(Feather.GIT_BRANCH, "Public balancer", "Public");
    private final BoxNode internalBalancer = new BoxNode(Feather.GIT_BRANCH, "Internal balancer", "Internal");
    private final BoxNode redis = new BoxNode(Feather.DATABASE, "Redis", "Redis");
    private final BoxNode volume = new BoxNode(Feather.HARD_DRIVE, "Volume", "Volume");
    private final List<Way> ways = new ArrayList<>();
    private final Ribbon entrance = new Ribbon("neutral");
    private final Line stem = new Line();
    private final TopologyLegend legend = new TopologyLegend();
    private final List<TopologyNode> parts = new ArrayList<>();
    private @Nullable Topology shown;
    private @Nullable TopologyGeometry drawn;

    public TopologyPicture() {
        getStyleClass().add("topology");
        setMinHeight(270);
        internet.getStyleClass().add("internet");
        stem.getStyleClass().add("ribbon-stem");
        stem.setMouseTransparent(true);
        getChildren().addAll(publicZone, privateZone, publicHeading, privateHeading, entrance);
        parts.add(publicBalancer);
        for (Tier tier : Tier.values()) {
            for (Colour colour : Colour.values()) {
                var way = new Way(
                        tier,
                        colour,
                        new DeploymentNode(colour),
                        new Ribbon(colour.label()),
                        new Ribbon(colour.label() + "-out"),
                        new SharePill(tier, colour));
                ways.add(way);
                parts.add(way.node());
                getChildren().addAll(way.into(), way.from());
            }
            if (tier == Tier.CLIENT) {
                parts.add(internalBalancer);
            }
        }
        parts.add(redis);
        parts.add(volume);
        getChildren().addAll(stem, internet, internetName);
        getChildren().addAll(parts);
        ways.forEach(way -> getChildren().add(way.pill()));
        getChildren().add(legend);
        addEventFilter(KeyEvent.KEY_PRESSED, this::move);
        setVisible(false);
    }

    /** Told the suffix of the stack that a part belongs to when the part is opened. */
    public void setOnOpen(Consumer<String> open) {
        publicBalancer.setOnOpen(() -> open.accept("platform"));
        internalBalancer.setOnOpen(() -> open.accept("platform"));
        redis.setOnOpen(() -> open.accept("data"));
        volume.setOnOpen(() -> open.accept("data"));
        ways.forEach(way -> way.node().setOnOpen(() -> open.accept(way.stack())));
    }

    /** Told when a share, or the way that it widens, is opened. */
    public void setOnOpenTraffic(Runnable open) {
        ways.forEach(way -> {
            way.pill().setOnOpen(open);
            way.into().setOnOpen(open);
        });
    }

    public void show(Topology values) {
        shown = values;
        setVisible(true);
        fill(values, drawn != null && drawn.compact());
        requestLayout();
    }

    /** @param exposure null while it is not known */
    public void showExposure(@Nullable Exposure exposure) {
        publicHeading.show(exposure);
        privateHeading.show(exposure);
    }

    private void fill(Topology values, boolean compact) {
        publicBalancer.show(values.publicBalancer(), compact);
        internalBalancer.show(values.internalBalancer(), compact);
        redis.show(values.redis(), compact);
        volume.show(values.volume(), compact);
        ways.forEach(way -> way.node().show(values.deployment(way.tier(), way.colour())));
    }

    @Override
    protected void layoutChildren() {
        Topology values = shown;
        if (values == null || getWidth() <= 0) {
            return;
        }
        boolean planned =
                values.deployments().stream().allMatch(each -> each.figure().isEmpty());
        TopologyGeometry g = TopologyGeometry.of(getWidth(), getHeight(), !planned, planned);
        if (drawn == null || drawn.compact() != g.compact()) {
            fill(values, g.compact());
        }
        drawn = g;
        placeZones(g, planned);
        placeParts(g);
        drawWays(values, g);
    }

    private void placeZones(TopologyGeometry g, boolean planned) {
        double height = g.zoneBottom() - g.zoneTop();
        publicZone.resizeRelocate(g.publicZoneX(), g.zoneTop(), g.publicZoneEnd() - g.publicZoneX(), height);
        privateZone.resizeRelocate(g.privateZoneX(), g.zoneTop(), g.privateZoneEnd() - g.privateZoneX(), height);
        place(publicHeading, g.publicZoneX() + 14, g.zoneTop() + 8);
        place(privateHeading, g.privateZoneX() + 14, g.zoneTop() + 8);
        double radius = TopologyGeometry.INTERNET_RADIUS;
        internet.resizeRelocate(g.internetX() - radius, g.middle() - radius, 2 * radius, 2 * radius);
        internetName.autosize();
        internetName.relocate(snapPositionX(g.internetX() - internetName.getWidth() / 2), g.middle() + radius + 8);
        legend.setVisible(!planned && !g.compact());
        legend.resizeRelocate(20, g.zoneBottom() + 12, getWidth() - 40, 20);
    }

    private void placeParts(TopologyGeometry g) {
        double balancerY = g.middle() - g.balancerHeight() / 2;
        publicBalancer.resizeRelocate(g.publicX(), balancerY, g.balancerWidth(), g.balancerHeight());
        internalBalancer.resizeRelocate(g.internalX(), balancerY, g.balancerWidth(), g.balancerHeight());
        for (Way way : ways) {
            way.node()
                    .resizeRelocate(
                            snapPositionX(way.tier() == Tier.CLIENT ? g.clientX() : g.apiX()),
                            snapPositionY(middleOf(way, g) - g.deploymentHeight() / 2),
                            TopologyGeometry.DEPLOYMENT_WIDTH,
                            g.deploymentHeight());
        }
        redis.resizeRelocate(g.storeX(), g.redisY() - g.storeHeight() / 2, g.storeWidth(), g.storeHeight());
        volume.resizeRelocate(g.storeX(), g.volumeY() - g.storeHeight() / 2, g.storeWidth(), g.storeHeight());
        stem.setStartX(g.storeX() + g.storeWidth() / 2);
        stem.setEndX(stem.getStartX());
        stem.setStartY(g.redisY() + g.storeHeight() / 2 + 2);
        stem.setEndY(g.volumeY() - g.storeHeight() / 2 - 2);
    }

    private void drawWays(Topology values, TopologyGeometry g) {
        double internetEdge = g.internetX() + TopologyGeometry.INTERNET_RADIUS - 2;
        if (values.internet()) {
            entrance.band(internetEdge, g.middle(), g.publicX(), g.middle(), FULL_WAY);
        } else {
            entrance.dashed(internetEdge + 2, g.middle(), g.publicX(), g.middle(), false);
        }
        drawTier(
                values,
                Tier.CLIENT,
                g,
                g.publicX() + g.balancerWidth(),
                g.clientX(),
                g.internalX(),
                g.middle(),
                FULL_WAY);
        drawTier(values, Tier.API, g, g.internalX() + g.balancerWidth(), g.apiX(), g.storeX(), g.redisY(), STORE_WAY);
        stem.getStyleClass().setAll("ribbon-stem", hollow(values.volume().stage()) ? "dashes" : "solid");
    }

    private void drawTier(
            Topology values,
            Tier tier,
            TopologyGeometry g,
            double balancerEdge,
            double nodeX,
            double nextX,
            double nextY,
            double nextWidth) {
        double used = 0;
        double usedNext = 0;
        for (Way way : ways) {
            if (way.tier() != tier) {
                continue;
            }
            Topology.Deployment deployment = values.deployment(tier, way.colour());
            double y = middleOf(way, g);
            double share = deployment.share().orElse(0);
            boolean flowing = share > 0 && !deployment.hollow();
            boolean ruled = deployment.share().isPresent();
            double start = g.middle() - FULL_WAY / 2 + used + share * FULL_WAY / 2;
            double end = nextY - nextWidth / 2 + usedNext + share * nextWidth / 2;
            double nodeEdge = nodeX + TopologyGeometry.DEPLOYMENT_WIDTH;
            way.from().setVisible(flowing || way.colour() == Colour.BLUE);
            if (flowing) {
                way.into().band(balancerEdge, start, nodeX, y, Math.max(1.5, share * FULL_WAY));
                way.from().band(nodeEdge, y, nextX, end, Math.max(1.5, share * nextWidth));
            } else {
                double below = way.colour() == Colour.BLUE ? 0 : ruled ? 26 : 12;
                way.into().dashed(balancerEdge, g.middle() + below, nodeX, y, ruled || way.colour() == Colour.GREEN);
                way.from().dashed(nodeEdge, y, nextX, nextY, false);
            }
            used += share * FULL_WAY;
            usedNext += share * nextWidth;
            way.pill().show(deployment.share());
            way.pill().autosize();
            double wayY = flowing ? (start + y) / 2 : (g.middle() + 26 + y) / 2;
            way.pill()
                    .relocate(
                            snapPositionX(
                                    (balancerEdge + nodeX) / 2 - way.pill().getWidth() / 2),
                            snapPositionY(wayY - way.pill().getHeight() / 2));
        }
    }

    private static double middleOf(Way way, TopologyGeometry g) {
        return way.colour() == Colour.BLUE ? g.blueY() : g.greenY();
    }

    private static boolean hollow(Topology.Stage stage) {
        return stage == Topology.Stage.PLANNED || stage == Topology.Stage.EMPTY || stage == Topology.Stage.WORKING;
    }

    private static void place(Region region, double x, double y) {
        region.autosize();
        region.relocate(x, y);
    }

    private void move(KeyEvent event) {
        KeyCode code = event.getCode();
        if (!code.isArrowKey() || getScene() == null || !(getScene().getFocusOwner() instanceof TopologyNode from)) {
            return;
        }
        Point2D origin = centre(from);
        TopologyNode best = null;
        double least = Double.MAX_VALUE;
        for (TopologyNode part : parts) {
            Point2D way = centre(part).subtract(origin);
            double ahead = code == KeyCode.RIGHT
                    ? way.getX()
                    : code == KeyCode.LEFT ? -way.getX() : code == KeyCode.DOWN ? way.getY() : -way.getY();
            boolean sideways = code == KeyCode.LEFT || code == KeyCode.RIGHT;
            double aside = Math.abs(sideways ? way.getY() : way.getX());
            double cost = ahead + 2 * aside;
            if (ahead > 20 && cost < least) {
                least = cost;
                best = part;
            }
        }
        if (best != null) {
            best.requestFocus();
        }
        event.consume();
    }

    private static Point2D centre(TopologyNode part) {
        return new Point2D(part.getLayoutX() + part.getWidth() / 2, part.getLayoutY() + part.getHeight() / 2);
    }

    private static Region zone() {
        var zone = new Region();
        zone.getStyleClass().add("zone");
        return zone;
    }

    /** One colour of one tier with the ways that lead in and out of it. */
    private record Way(Tier tier, Colour colour, DeploymentNode node, Ribbon into, Ribbon from, SharePill pill) {
        String stack() {
            return tier.label() + "-" + colour.label();
        }
    }
}
