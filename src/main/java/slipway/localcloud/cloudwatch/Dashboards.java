package slipway.localcloud.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;

/** The dashboards that exist: documents, which nothing here draws. */
final class Dashboards {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final JsonMapper JSON = new JsonMapper();

    private final Place place;
    private final CloudClock clock;
    private final Map<String, Kept> dashboards = new TreeMap<>();

    /** Kept form. */
    record Kept(String name, String body, Instant modified) {}

    Dashboards(Place place, CloudClock clock) {
        this.place = place;
        this.clock = clock;
    }

    List<Kept> kept() {
        return List.copyOf(dashboards.values());
    }

    void restore(List<Kept> kept) {
        kept.forEach(dashboard -> dashboards.put(dashboard.name(), dashboard));
    }

    void put(@Nullable String name, @Nullable String body) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw CloudWatchErrors.dashboardInvalid(
                    "DashboardName '" + name + "' must have 1 to 255 letters, digits, hyphens and underscores");
        }
        validate(name, body == null ? "" : body);
        dashboards.put(name, new Kept(name, body == null ? "" : body, clock.instant()));
    }

    GetDashboardResponse get(@Nullable String name) {
        Kept dashboard = name == null ? null : dashboards.get(name);
        if (dashboard == null) {
            throw CloudWatchErrors.dashboardNotFound(String.valueOf(name));
        }
        return GetDashboardResponse.builder()
                .dashboardArn(arn(dashboard.name()))
                .dashboardName(dashboard.name())
                .dashboardBody(dashboard.body())
                .build();
    }

    Stream<DashboardEntry> list(@Nullable String prefix) {
        return dashboards.values().stream()
                .filter(dashboard -> prefix == null || dashboard.name().startsWith(prefix))
                .map(dashboard -> DashboardEntry.builder()
                        .dashboardName(dashboard.name())
                        .dashboardArn(arn(dashboard.name()))
                        .lastModified(dashboard.modified())
                        .size((long) dashboard.body().getBytes(StandardCharsets.UTF_8).length)
                        .build());
    }

    /** Deletes all of them, or none when one does not exist. */
    void delete(List<String> names) {
        for (String name : names) {
            if (!dashboards.containsKey(name)) {
                throw CloudWatchErrors.dashboardNotFound(name);
            }
        }
        names.forEach(dashboards::remove);
    }

    private String arn(String name) {
        return place.globalArn("cloudwatch", "dashboard/" + name);
    }

    private static void validate(String name, String body) {
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw CloudWatchErrors.dashboardInvalid("The body of dashboard '" + name + "' is no JSON, at line "
                    + wrong.getLocation().getLineNr() + ", column "
                    + wrong.getLocation().getColumnNr() + ": " + wrong.getOriginalMessage());
        }
        if (!document.isObject() || !document.path("widgets").isArray()) {
            throw CloudWatchErrors.dashboardInvalid(
                    "The body of dashboard '" + name + "' must be an object with an array 'widgets'");
        }
        int index = 0;
        for (JsonNode widget : document.path("widgets")) {
            if (!widget.path("type").isTextual()) {
                throw CloudWatchErrors.dashboardInvalid(
                        "The body of dashboard '" + name + "' has a widget without a type: /widgets/" + index);
            }
            index++;
        }
    }
}
