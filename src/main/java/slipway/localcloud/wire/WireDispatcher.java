package slipway.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/** From a request to an answer: check the signature, find the operation, read, call, write. */
final class WireDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(WireDispatcher.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory CBOR = new CBORFactory();
    private static final ObjectMapper JSON_TREE = new ObjectMapper(JSON);
    private static final ObjectMapper CBOR_TREE = new ObjectMapper(CBOR);

    private final Map<String, SdkService> services = new HashMap<>();
    private final SignatureCheck signatures;

    WireDispatcher(Collection<? extends AwsClient> clients, SignatureCheck signatures) {
        this.signatures = signatures;
        for (AwsClient client : clients) {
            var service = new SdkService(client);
            if (services.putIfAbsent(service.signingName(), service) != null) {
                throw new IllegalArgumentException("two services sign as " + service.signingName());
            }
        }
    }

    WireResponse answer(WireRequest request) {
        Protocol protocol = request.protocol();
        String requestId = UUID.randomUUID().toString();
        try {
            return serve(request, protocol, requestId);
        } catch (WireException refused) {
            return error(protocol, requestId, refused.status(), refused.code(), String.valueOf(refused.getMessage()));
        } catch (AwsServiceException refused) {
            return error(protocol, requestId, refused);
        } catch (RuntimeException broken) {
            LOG.error("request {} failed", requestId, broken);
            return error(
                    protocol,
                    requestId,
                    500,
                    "InternalFailure",
                    "The local cloud failed on this request (" + broken + "); its log has the details under "
                            + requestId + ".");
        }
    }

    private WireResponse serve(WireRequest request, Protocol protocol, String requestId) {
        String signed = signatures.verify(request);
        Map<String, String> form = protocol == Protocol.QUERY ? QueryReader.form(request.body()) : Map.of();
        String name = operationName(request, protocol, form);
        SdkService service = services.get(signed);
        if (service == null) {
            throw WireException.notImplemented(signed, name);
        }
        SdkOperation operation = service.operation(name);
        if (operation == null || !operation.implemented()) {
            throw WireException.notImplemented(signed, name);
        }
        SdkPojo input = operation.newRequest();
        switch (protocol) {
            case QUERY -> QueryReader.read(form, input);
            case JSON -> DocumentReader.read(tree(JSON_TREE, request.body()), input);
            case CBOR -> DocumentReader.read(tree(CBOR_TREE, request.body()), input);
        }
        SdkPojo output = operation.invoke(service.client(), input);
        byte[] body = switch (protocol) {
            case QUERY ->
                XmlWriter.response(
                        name,
                        "http://" + signed + ".amazonaws.com/doc/" + form.getOrDefault("Version", "") + "/",
                        output,
                        requestId);
            case JSON -> DocumentWriter.response(JSON, output);
            case CBOR -> DocumentWriter.response(CBOR, output);
        };
        return response(protocol, requestId, 200, Map.of(), body);
    }

    private static String operationName(WireRequest request, Protocol protocol, Map<String, String> form) {
        return switch (protocol) {
            case QUERY -> {
                String action = form.get("Action");
                if (action == null) {
                    throw new WireException(400, "MissingAction", "The request names no Action.");
                }
                yield action;
            }
            case JSON -> {
                String target = String.valueOf(request.header("x-amz-target"));
                yield target.substring(target.lastIndexOf('.') + 1);
            }
            case CBOR -> {
                String marker = "/operation/";
                int at = request.rawPath().lastIndexOf(marker);
                if (at < 0) {
                    throw new WireException(
                            404, "UnknownOperationException", "The path " + request.rawPath() + " names no operation.");
                }
                yield request.rawPath().substring(at + marker.length());
            }
        };
    }

    private static JsonNode tree(ObjectMapper mapper, byte[] body) {
        if (body.length == 0) {
            return mapper.createObjectNode();
        }
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw new WireException(
                    400, "SerializationException", "The body cannot be parsed: " + wrong.getOriginalMessage());
        } catch (IOException wrong) {
            throw new WireException(400, "SerializationException", "The body cannot be parsed: " + wrong.getMessage());
        }
    }

    private static WireResponse error(Protocol protocol, String requestId, AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String simple = refused.getClass().getSimpleName();
        String code = details == null || details.errorCode() == null ? simple : details.errorCode();
        String message = details == null || details.errorMessage() == null
                ? String.valueOf(refused.getMessage())
                : details.errorMessage();
        int status = refused.statusCode() >= 400 ? refused.statusCode() : 400;
        return error(protocol, requestId, status, code, message);
    }

    private static WireResponse error(Protocol protocol, String requestId, int status, String code, String message) {
        var headers = new LinkedHashMap<String, String>();
        byte[] body = switch (protocol) {
            case QUERY -> XmlWriter.error(status, code, message, requestId);
            case JSON -> {
                headers.put("x-amzn-ErrorType", code);
                yield DocumentWriter.error(JSON, code, message);
            }
            case CBOR -> {
                // Services that once spoke the query protocol keep its error codes here.
                headers.put("x-amzn-query-error", code + ";" + (status < 500 ? "Sender" : "Receiver"));
                yield DocumentWriter.error(CBOR, code, message);
            }
        };
        return response(protocol, requestId, status, headers, body);
    }

    private static WireResponse response(
            Protocol protocol, String requestId, int status, Map<String, String> headers, byte[] body) {
        var all = new LinkedHashMap<>(headers);
        all.put("x-amzn-RequestId", requestId);
        if (protocol == Protocol.CBOR) {
            all.put("smithy-protocol", "rpc-v2-cbor");
        }
        return new WireResponse(status, protocol.contentType(), all, body);
    }
}
