package slipway.localcloud;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.volumes.VolumeException;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * EFS's metric {@code StorageBytes} for every file system: what its files hold. It stands here because EFS is no service of
 * its own in the local cloud. AWS tells it every 15 minutes; here it is told every {@value #EVERY}, so that it is soon there.
 */
final class VolumeSizes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VolumeSizes.class);
    /** Cloud minutes: every file of every file system is looked at. */
    private static final int EVERY = 5;

    private final Volumes volumes;
    private final CloudWatchClient metrics;
    private final Cancellable ticking;
    private Instant next = Instant.MIN;

    VolumeSizes(Volumes volumes, CloudClock clock, CloudWatchClient metrics) {
        this.volumes = volumes;
        this.metrics = metrics;
        ticking = clock.everyMinute(this::publish);
    }

    @Override
    public void close() {
        ticking.cancel();
    }

    private void publish(Instant minute) {
        if (minute.isBefore(next)) {
            return;
        }
        next = minute.plus(Duration.ofMinutes(EVERY));
        List<MetricDatum> data = new ArrayList<>();
        for (String id : volumes.fileSystems()) {
            bytes(id)
                    .ifPresent(bytes -> data.add(MetricDatum.builder()
                            .metricName("StorageBytes")
                            .dimensions(dimension("FileSystemId", id), dimension("StorageClass", "Total"))
                            .timestamp(minute)
                            .value((double) bytes)
                            .unit(StandardUnit.BYTES)
                            .build()));
        }
        if (!data.isEmpty()) {
            metrics.putMetricData(request -> request.namespace("AWS/EFS").metricData(data));
        }
    }

    /** Nothing for one that was deleted since it was listed, or that cannot be read: the others are told. */
    private OptionalLong bytes(String id) {
        try {
            return OptionalLong.of(volumes.bytes(id));
        } catch (VolumeException gone) {
            return OptionalLong.empty();
        } catch (UncheckedIOException unreadable) {
            log.warn("the size of file system {} is not known: {}", id, String.valueOf(unreadable.getCause()));
            return OptionalLong.empty();
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
