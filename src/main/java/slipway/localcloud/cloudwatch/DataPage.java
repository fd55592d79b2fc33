package slipway.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** One page of metric data. All results in their order are one long list of points; a token is a place in that list. */
final class DataPage {
    private final long start;
    private final long end;
    private final List<MetricDataResult> results = new ArrayList<>();
    private long passed;

    /** @param token what the page before gave as its next, or nothing for the first */
    DataPage(@Nullable String token, int most) {
        if (token != null && !token.matches("\\d{1,9}")) {
            throw CloudWatchErrors.nextToken(token);
        }
        start = token == null ? 0 : Long.parseLong(token);
        end = start + most;
    }

    void add(MetricDataResult whole) {
        int size = whole.values().size();
        int from = Math.clamp(start - passed, 0, size);
        int until = Math.clamp(end - passed, 0, size);
        // A result without points belongs to the first page; one with points to each page that has some of them.
        if (size == 0 ? start == 0 : until > from) {
            results.add(whole.toBuilder()
                    .timestamps(whole.timestamps().subList(from, until))
                    .values(whole.values().subList(from, until))
                    .statusCode(until < size ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
                    .build());
        }
        passed += size;
    }

    List<MetricDataResult> results() {
        return results;
    }

    @Nullable
    String next() {
        return passed > end ? String.valueOf(end) : null;
    }
}
