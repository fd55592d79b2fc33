package slipway.localcloud.ssm;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.SessionFilter;

/** The filters of DescribeSessions; all must match. */
final class SessionFilters {
    private SessionFilters() {}

    static Predicate<SessionRecord> of(List<SessionFilter> filters) {
        Predicate<SessionRecord> all = record -> true;
        for (SessionFilter filter : filters) {
            all = all.and(of(filter));
        }
        return all;
    }

    private static Predicate<SessionRecord> of(SessionFilter filter) {
        String value = filter.value();
        if (value == null || filter.key() == null) {
            throw SsmErrors.validation("A filter needs a key and a value.");
        }
        return switch (filter.key()) {
            case INVOKED_AFTER -> {
                Instant from = instant(value);
                yield record -> !record.started().isBefore(from);
            }
            case INVOKED_BEFORE -> {
                Instant until = instant(value);
                yield record -> record.started().isBefore(until);
            }
            case TARGET -> record -> record.target().equals(value);
            case OWNER -> record -> record.owner().equals(value);
            case STATUS -> record -> record.status().equals(value);
            case SESSION_ID -> record -> record.id().equals(value);
            // Just-in-time access to nodes is not here.
            case ACCESS_TYPE -> record -> "Standard".equals(value);
            case UNKNOWN_TO_SDK_VERSION ->
                throw SsmErrors.invalidFilterKey("The specified filter key " + filter.keyAsString() + " is not valid.");
        };
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException wrong) {
            throw SsmErrors.validation("'" + value + "' is no time like 2026-11-25T00:00:00Z.");
        }
    }
}
