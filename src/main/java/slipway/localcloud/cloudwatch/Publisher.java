package slipway.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** The side of CloudWatch that AWS's own services see. */
final class Publisher implements CloudWatchClient {
    private final MetricInput input;

    Publisher(MetricInput input) {
        this.input = input;
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        input.put(request);
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The service itself is closed by its owner.
    }
}
