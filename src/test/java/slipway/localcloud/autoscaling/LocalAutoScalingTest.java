package slipway.localcloud.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingException;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

class LocalAutoScalingTest {
    private static final String API = "service/dev/api-blue";

    @TempDir
    Path folder;

    private final ManualTimer timer = new ManualTimer();
    private final Services ecs = new Services();
    private final AlarmStore cloudWatch = new AlarmStore();
    private LocalAutoScaling scaling;

    @BeforeEach
    void start() {
        ecs.desired.putIfAbsent("api-blue", 2);
        scaling = new LocalAutoScaling(
                Place.LOCAL,
                new CloudClock(timer, timer, 10, timer.instant()),
                new StateFolder(folder),
                ecs,
                cloudWatch);
    }

    @Test
    void registerScalableTarget_when_count_is_inside_leaves_it() {
        register(2, 6);

        assertThat(ecs.desired).containsEntry("api-blue", 2);
        assertThat(activities()).isZero();
        ScalableTarget target = target();
        assertThat(target.minCapacity()).isEqualTo(2);
        assertThat(target.maxCapacity()).isEqualTo(6);
        assertThat(target.scalableTargetARN())
                .startsWith("arn:aws:application-autoscaling:eu-west-1:000000000000:scalable-target/");
    }

    @Test
    void registerScalableTarget_when_count_is_below_moves_it_up_at_once() {
        register(4, 6);

        assertThat(ecs.desired).containsEntry("api-blue", 4);
        ScalingActivity activity = scaling.describeScalingActivities(request -> request.serviceNamespace("ecs"))
                .scalingActivities()
                .getFirst();
        assertThat(activity.cause()).isEqualTo("minimum capacity was set to 4");
        assertThat(activity.description()).isEqualTo("Setting desired count to 4.");
    }

    @Test
    void registerScalableTarget_when_bounds_are_zero_empties_the_service() {
        register(2, 6);

        register(0, 0);

        assertThat(ecs.desired).containsEntry("api-blue", 0);
    }

    @Test
    void registerScalableTarget_when_repeated_keeps_what_is_not_given() {
        register(2, 6);
        String arn = target().scalableTargetARN();

        scaling.registerScalableTarget(request -> request.serviceNamespace("ecs")
                .resourceId(API)
                .scalableDimension(Scalable.DIMENSION)
                .maxCapacity(8));

        assertThat(target().minCapacity()).isEqualTo(2);
        assertThat(target().maxCapacity()).isEqualTo(8);
        assertThat(target().scalableTargetARN()).isEqualTo(arn);
    }

    @Test
    void registerScalableTarget_when_wrong_says_what() {
        refused("ValidationException", () -> register(6, 2)).hasMessageContaining("MinCapacity 6");
        refused(
                        "ValidationException",
                        () -> scaling.registerScalableTarget(request -> request.serviceNamespace("ecs")
                                .resourceId("service/dev/gone")
                                .scalableDimension(Scalable.DIMENSION)
                                .minCapacity(1)
                                .maxCapacity(2)))
                .hasMessageContaining("ECS service doesn't exist: service/dev/gone");
        refused(
                        "ValidationException",
                        () -> scaling.registerScalableTarget(
                                request -> request.serviceNamespace("dynamodb").resourceId("table/x")))
                .hasMessageContaining("dynamodb");
    }

    @Test
    void putScalingPolicy_when_target_tracks_puts_two_alarms() {
        register(2, 6);

        PutScalingPolicyResponse put = putPolicy(60);

        assertThat(put.policyARN())
                .matches("arn:aws:autoscaling:eu-west-1:000000000000:scalingPolicy:[-0-9a-f]{36}:"
                        + "resource/ecs/service/dev/api-blue:policyName/cpu");
        assertThat(put.alarms().stream().map(Alarm::alarmName))
                .hasSize(2)
                .anyMatch(name -> name.matches("TargetTracking-service/dev/api-blue-AlarmHigh-[-0-9a-f]{36}"))
                .anyMatch(name -> name.matches("TargetTracking-service/dev/api-blue-AlarmLow-[-0-9a-f]{36}"));
        assertThat(cloudWatch.alarms.values())
                .extracting(PutMetricAlarmRequest::threshold)
                .containsExactlyInAnyOrder(60.0, 54.0);
        assertThat(cloudWatch.alarms.values())
                .allSatisfy(alarm -> assertThat(alarm.alarmActions()).containsExactly(put.policyARN()));
    }

    @Test
    void putScalingPolicy_when_repeated_keeps_arn_and_alarm_names() {
        register(2, 6);
        PutScalingPolicyResponse first = putPolicy(60);

        PutScalingPolicyResponse second = putPolicy(50);

        assertThat(second).isEqualTo(first);
        assertThat(cloudWatch.alarms.values())
                .extracting(PutMetricAlarmRequest::threshold)
                .containsExactlyInAnyOrder(50.0, 45.0);
    }

    @Test
    void putScalingPolicy_when_no_target_is_registered_is_refused() {
        refused("ObjectNotFoundException", () -> putPolicy(60)).hasMessageContaining(API);
        assertThat(cloudWatch.alarms).isEmpty();
    }

    @Test
    void deleteScalingPolicy_when_done_takes_its_alarms_along() {
        register(2, 6);
        putPolicy(60);

        scaling.deleteScalingPolicy(request -> request.policyName("cpu")
                .serviceNamespace("ecs")
                .resourceId(API)
                .scalableDimension(Scalable.DIMENSION));

        assertThat(cloudWatch.alarms).isEmpty();
        assertThat(scaling.describeScalingPolicies(request -> request.serviceNamespace("ecs"))
                        .scalingPolicies())
                .isEmpty();
    }

    @Test
    void deregisterScalableTarget_when_done_leaves_nothing_but_the_count() {
        register(4, 6);
        putPolicy(60);

        deregister();

        assertThat(cloudWatch.alarms).isEmpty();
        assertThat(scaling.describeScalableTargets(request -> request.serviceNamespace("ecs"))
                        .scalableTargets())
                .isEmpty();
        assertThat(ecs.desired).containsEntry("api-blue", 4);
        refused("ObjectNotFoundException", this::deregister);
    }

    @Test
    void tags_when_target_has_them_are_listed() {
        register(2, 6);
        String arn = target().scalableTargetARN();

        scaling.tagResource(request -> request.resourceARN(arn).tags(Map.of("Tier", "api", "Colour", "blue")));
        scaling.untagResource(request -> request.resourceARN(arn).tagKeys("Colour"));

        assertThat(scaling.listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .containsExactly(Map.entry("Tier", "api"));
        refused(
                "ResourceNotFoundException",
                () -> scaling.listTagsForResource(request -> request.resourceARN("arn:none")));
    }

    @Test
    void restart_when_state_was_kept_describes_the_same() {
        register(4, 6);
        putPolicy(60);
        var target = target();
        var policies = scaling.describeScalingPolicies(request -> request.serviceNamespace("ecs"));

        start();

        assertThat(target()).isEqualTo(target);
        assertThat(scaling.describeScalingPolicies(request -> request.serviceNamespace("ecs")))
                .isEqualTo(policies);
        assertThat(activities()).isEqualTo(1);
    }

    private void register(int min, int max) {
        scaling.registerScalableTarget(request -> request.serviceNamespace("ecs")
                .resourceId(API)
                .scalableDimension(Scalable.DIMENSION)
                .minCapacity(min)
                .maxCapacity(max));
    }

    private void deregister() {
        scaling.deregisterScalableTarget(
                request -> request.serviceNamespace("ecs").resourceId(API).scalableDimension(Scalable.DIMENSION));
    }

    private PutScalingPolicyResponse putPolicy(double targetValue) {
        return scaling.putScalingPolicy(request -> request.policyName("cpu")
                .serviceNamespace("ecs")
                .resourceId(API)
                .scalableDimension(Scalable.DIMENSION)
                .policyType("TargetTrackingScaling")
                .targetTrackingScalingPolicyConfiguration(tracking -> tracking.targetValue(targetValue)
                        .predefinedMetricSpecification(
                                metric -> metric.predefinedMetricType("ECSServiceAverageCPUUtilization"))));
    }

    private ScalableTarget target() {
        return scaling.describeScalableTargets(
                        request -> request.serviceNamespace("ecs").resourceIds(API))
                .scalableTargets()
                .getFirst();
    }

    private int activities() {
        return scaling.describeScalingActivities(
                        request -> request.serviceNamespace("ecs").resourceId(API))
                .scalingActivities()
                .size();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApplicationAutoScalingException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }

    /** The desired counts of services, and nothing else of ECS. */
    private static final class Services implements EcsClient {
        private final Map<String, Integer> desired = new TreeMap<>();

        @Override
        public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
            return DescribeServicesResponse.builder()
                    .services(request.services().stream()
                            .filter(desired::containsKey)
                            .map(name -> Service.builder()
                                    .serviceName(name)
                                    .status("ACTIVE")
                                    .desiredCount(desired.get(name))
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public UpdateServiceResponse updateService(UpdateServiceRequest request) {
            desired.put(request.service(), request.desiredCount());
            return UpdateServiceResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            desired.clear();
        }
    }

    /** The alarms that were put and not deleted. */
    private static final class AlarmStore implements CloudWatchClient {
        private final Map<String, PutMetricAlarmRequest> alarms = new TreeMap<>();

        @Override
        public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
            alarms.put(request.alarmName(), request);
            return PutMetricAlarmResponse.builder().build();
        }

        @Override
        public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
            request.alarmNames().forEach(alarms::remove);
            return DeleteAlarmsResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            alarms.clear();
        }
    }
}
