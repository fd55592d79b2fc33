package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardValidationMessage;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;

/** {@code AWS::CloudWatch::Dashboard}; the physical id is its name. */
public final class DashboardType implements ResourceType {
    private static final Schema SCHEMA = Schema.of("AWS::CloudWatch::Dashboard", "DashboardBody* DashboardName!", "");

    private final CloudWatchClient cloudWatch;

    public DashboardType(CloudWatchClient cloudWatch) {
        this.cloudWatch = cloudWatch;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("DashboardName");
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "DashboardName");
        return name.isEmpty() ? context.generatedName(255) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        put(name, properties);
        return new Created(name, Map.of());
    }

    private void put(String name, Map<String, Object> properties) {
        PutDashboardResponse response = cloudWatch.putDashboard(
                request -> request.dashboardName(name).dashboardBody(PropertyReads.text(properties, "DashboardBody")));
        if (response.hasDashboardValidationMessages()
                && !response.dashboardValidationMessages().isEmpty()) {
            throw new ResourceException(response.dashboardValidationMessages().stream()
                    .map(DashboardValidationMessage::message)
                    .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        put(physicalId, after);
        return Map.of();
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            cloudWatch.deleteDashboards(request -> request.dashboardNames(physicalId));
        } catch (DashboardNotFoundErrorException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        try {
            cloudWatch.getDashboard(request -> request.dashboardName(name));
            return Optional.of(name);
        } catch (DashboardNotFoundErrorException none) {
            return Optional.empty();
        }
    }
}
