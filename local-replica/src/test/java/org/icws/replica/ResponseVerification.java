package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.hash.Sha256;

/**
 * What a gateway of the public network checks before it passes a page on, with response verification version 2 (HTTP gateway protocol
 * specification): of pages that certify their answer but not the request.
 */
final class ResponseVerification {
    private static final Pattern PART = Pattern.compile("(certificate|tree|expr_path)=:([^:]*):");
    private static final Pattern HEADER_LIST =
            Pattern.compile("certified_response_headers:\\s*ResponseHeaderList\\{headers:\\s*\\[([^]]*)]");
    private static final String EXPRESSION = "ic-certificateexpression";

    private final CertificateVerifier verifier;
    private final ReplicaClock clock;
    private final Principal canister;

    ResponseVerification(CertificateVerifier verifier, ReplicaClock clock, Principal canister) {
        this.verifier = verifier;
        this.clock = clock;
        this.canister = canister;
    }

    /** Fails unless the page is what the canister has certified. */
    void verify(int status, Map<String, String> headers, byte[] body) {
        String header = headers.get("ic-certificate");
        assertThat(header).as("IC-Certificate").isNotNull().contains("version=2");
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (Matcher part = PART.matcher(header); part.find(); ) {
            parts.put(part.group(1), Base64.getDecoder().decode(part.group(2)));
        }
        HashTree tree = HashTree.decode(parts.get("tree"));
        assertThat(tree.digest()).as("certified_data").isEqualTo(certifiedData(parts.get("certificate")));
        List<byte[]> path = new ArrayList<>();
        for (JsonNode segment : Cbor.read(parts.get("expr_path"))) {
            path.add(segment.asText().getBytes(UTF_8));
        }
        path.add(Sha256.of(headers.get(EXPRESSION).getBytes(UTF_8)));
        path.add(new byte[0]);
        path.add(responseHash(status, headers, body));
        assertThat(tree.lookup(path.toArray(byte[][]::new)).isFound())
                .as("the answer in the tree")
                .isTrue();
    }

    private byte[] certifiedData(byte[] encoded) {
        Certificate certificate = Certificate.decode(encoded);
        verifier.verify(certificate, canister, clock.nanos(), Duration.ofMinutes(5));
        return certificate
                .tree()
                .lookup("canister".getBytes(UTF_8), canister.getValue(), "certified_data".getBytes(UTF_8))
                .value();
    }

    private static byte[] responseHash(int status, Map<String, String> headers, byte[] body) {
        Map<String, Object> certified = new LinkedHashMap<>();
        Matcher list = HEADER_LIST.matcher(headers.get(EXPRESSION));
        assertThat(list.find()).as(headers.get(EXPRESSION)).isTrue();
        for (String quoted : list.group(1).split(",")) {
            String name = quoted.strip().replace("\"", "").toLowerCase(Locale.ROOT);
            if (headers.containsKey(name)) {
                certified.put(name, headers.get(name));
            }
        }
        certified.put(EXPRESSION, headers.get(EXPRESSION));
        certified.put(":ic-cert-status", (long) status);
        return Sha256.of(concat(RepresentationHash.of(certified), Sha256.of(body)));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
