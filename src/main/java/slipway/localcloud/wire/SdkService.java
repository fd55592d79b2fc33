package slipway.localcloud.wire;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkRequest;

/** A service as the wire sees it: its signing name and its operations, found on the SDK's client interface. */
final class SdkService {
    private final AwsClient client;
    private final Map<String, SdkOperation> operations = new LinkedHashMap<>();

    SdkService(AwsClient client) {
        this.client = client;
        Class<?> api = Arrays.stream(client.getClass().getInterfaces())
                .filter(type -> AwsClient.class.isAssignableFrom(type) && type != AwsClient.class)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(client.getClass() + " implements no client interface"));
        for (Method declared : api.getMethods()) {
            Class<?>[] parameters = declared.getParameterTypes();
            if (parameters.length == 1
                    && SdkRequest.class.isAssignableFrom(parameters[0])
                    && declared.getReturnType().getSimpleName().endsWith("Response")) {
                add(declared, parameters[0]);
            }
        }
    }

    private void add(Method declared, Class<?> request) {
        String simple = request.getSimpleName();
        String name = simple.substring(0, simple.length() - "Request".length());
        try {
            Method own = client.getClass().getMethod(declared.getName(), request);
            boolean implemented = !own.getDeclaringClass().isInterface();
            own.setAccessible(true);
            operations.put(name, new SdkOperation(name, own, request.getMethod("builder"), implemented));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(request + " is not shaped like an SDK request", impossible);
        }
    }

    /** The name in a signature's credential scope, such as {@code monitoring}. */
    String signingName() {
        return client.serviceName();
    }

    AwsClient client() {
        return client;
    }

    /** The operation of this name, or null when the service's API has none. */
    @Nullable
    SdkOperation operation(String name) {
        return operations.get(name);
    }
}
