package slipway.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

class VolumeSizesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final List<MetricDatum> told = new ArrayList<>();

    @Test
    void publish_when_minutes_end_tells_every_fifth_from_the_first_on() throws Exception {
        var timer = new ManualTimer(NOON);
        var volumes = new Volumes(new StateFolder(folder));
        String id = volumes.createFileSystem();
        Files.writeString(volumes.folder(id, null).resolve("file"), "12345");

        try (var sizes = new VolumeSizes(volumes, new CloudClock(timer, timer, 1, NOON), metrics())) {
            assertThat(sizes).isNotNull();
            timer.advance(Duration.ofMinutes(10));
        }

        assertThat(told).extracting(MetricDatum::timestamp).containsExactly(NOON, NOON.plus(Duration.ofMinutes(5)));
        assertThat(told).extracting(MetricDatum::value).containsOnly(5.0);
    }

    private CloudWatchClient metrics() {
        return new CloudWatchClient() {
            @Override
            public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
                told.addAll(request.metricData());
                return PutMetricDataResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }
}
