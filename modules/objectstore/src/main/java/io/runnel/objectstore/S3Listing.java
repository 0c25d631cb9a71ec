package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.stream.connectors.s3.S3Exception;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Lists a bucket after a given key. The connector can only list from the beginning of a prefix, which would make reading
 * a long list page by page quadratic; so this request is sent beside the connector, through the same connection pool.
 */
final class S3Listing {
    private static final XMLInputFactory XML = secureXml();

    private final S3Access access;
    private final ActorSystem system;
    private final S3Requests requests;

    S3Listing(S3Access access, S3Requests requests, ActorSystem system) {
        this.access = access;
        this.requests = requests;
        this.system = system;
    }

    CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        Executor executor = system.dispatcher();
        Duration timeout = access.requestTimeout();
        return Http.get(system)
                .singleRequest(request(prefix, startAfter, limit))
                .thenComposeAsync(
                        response -> Bytes.collect(
                                        response.entity()
                                                .withoutSizeLimit()
                                                .getDataBytes()
                                                .completionTimeout(timeout),
                                        system)
                                .thenApplyAsync(body -> keys(response, body), executor),
                        executor);
    }

    private HttpRequest request(String prefix, String startAfter, int limit) {
        SdkHttpRequest.Builder request = requests.bucket()
                .putRawQueryParameter("list-type", "2")
                .putRawQueryParameter("max-keys", Integer.toString(limit));
        if (!prefix.isEmpty()) {
            request.putRawQueryParameter("prefix", prefix);
        }
        if (!startAfter.isEmpty()) {
            request.putRawQueryParameter("start-after", startAfter);
        }
        return requests.signed(request);
    }

    private static List<String> keys(HttpResponse response, byte[] body) {
        if (!response.status().isSuccess()) {
            throw S3Exception.apply(new String(body, UTF_8), (StatusCode) response.status());
        }
        try {
            return keys(body);
        } catch (XMLStreamException e) {
            throw new StoreException("the store answered a listing with what is no listing", true, e);
        }
    }

    static List<String> keys(byte[] body) throws XMLStreamException {
        List<String> keys = new ArrayList<>();
        XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("Key")) {
                keys.add(reader.getElementText());
            }
        }
        return keys;
    }

    private static XMLInputFactory secureXml() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
