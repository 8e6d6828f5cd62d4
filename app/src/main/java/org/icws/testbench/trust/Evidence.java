package org.icws.testbench.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateDelegation;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.SignedDelegation;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.HashTreeView.Node;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.store.Format;

/**
 * What a proof was made from, decoded when somebody looks: the certificate and the trees of a canister's message, or the
 * envelope of a client's. What cannot be decoded does not hide the rest.
 *
 * @param problem why nothing, or not all, of what was signed can be shown; empty if all is
 * @param tree the canister's hash tree with the way to the message
 * @param stateTree the certificate's tree with the way to the canister's certified data
 * @param signed facts of the certificate or the envelope
 * @param delegation facts about who was allowed to sign
 */
record Evidence(String problem, Picture tree, Picture stateTree, List<Entry> signed, List<Entry> delegation) {

    /**
     * A tree to be drawn.
     *
     * @param root null if there is nothing to draw
     * @param words what of it is shown, or why nothing is
     */
    record Picture(Node root, String words) {

        static Picture none(String why) {
            return new Picture(null, why);
        }
    }

    private static final HexFormat HEX = HexFormat.of();
    private static final int MOST_BYTES_SHOWN = 1_024;

    static Evidence none(String why) {
        return new Evidence(why, Picture.none(why), Picture.none(why), List.of(), List.of());
    }

    static Evidence of(MessageRow row) {
        GatewayEvent event = row.event();
        try {
            if (event instanceof GatewayEvent.CanisterMessage message) {
                GatewayEvent.PollCompleted page = row.page();
                return page == null || page.certificate() == null
                        ? none("The certificate of this message is not kept.")
                        : ofCanister(row, message, page);
            }
            if (event instanceof GatewayEvent.ClientMessage message) {
                return ofClient(message);
            }
        } catch (ProtocolException | V1Exception e) {
            return none("It cannot be decoded: " + e.getMessage());
        }
        return none(event == null ? "The content is not kept any more." : "The frame was refused and is not kept.");
    }

    private static Evidence ofCanister(
            MessageRow row, GatewayEvent.CanisterMessage message, GatewayEvent.PollCompleted page) {
        List<Entry> signed = new ArrayList<>();
        Picture tree = canisterTree(row, message, page, signed);
        try {
            return ofCertificate(Certificate.decode(page.certificate()), message, page, tree, signed);
        } catch (ProtocolException e) {
            signed.add(0, new Entry("Bytes", start(page.certificate()), "fg-fail"));
            signed.add(size(page));
            return new Evidence(
                    "The certificate cannot be decoded. " + sentence(e),
                    tree,
                    Picture.none("It is in the certificate, which cannot be decoded."),
                    signed,
                    List.of());
        }
    }

    private static Picture canisterTree(
            MessageRow row, GatewayEvent.CanisterMessage message, GatewayEvent.PollCompleted page, List<Entry> facts) {
        try {
            HashTree tree = HashTree.decode(page.tree());
            facts.add(new Entry("Certified", HEX.formatHex(tree.digest())));
            List<byte[]> path = List.of(utf8("websocket"), utf8(message.key()));
            return new Picture(
                    TreePicture.of(tree, path, "seq " + row.seq() + ", " + row.client()), TreePicture.summary(tree));
        } catch (ProtocolException e) {
            return Picture.none("The canister's tree cannot be decoded. " + sentence(e));
        }
    }

    private static Evidence ofCertificate(
            Certificate certificate,
            GatewayEvent.CanisterMessage message,
            GatewayEvent.PollCompleted page,
            Picture tree,
            List<Entry> ofTree) {
        HashTree state = certificate.tree();
        List<byte[]> path = List.of(utf8("canister"), message.canister().getValue(), utf8("certified_data"));
        List<Entry> signed = new ArrayList<>();
        signed.add(new Entry("Signed", Format.clock(certificate.timeNanos())));
        signed.add(new Entry(
                "Age", Format.difference(message.polledAtNanos() - certificate.timeNanos()) + " when polled"));
        signed.add(new Entry("Tree root", HEX.formatHex(state.digest())));
        signed.addAll(ofTree);
        signed.add(new Entry("Signature", HEX.formatHex(certificate.signature())));
        signed.add(size(page));
        return new Evidence(
                "",
                tree,
                new Picture(TreePicture.of(state, path, "certified data"), TreePicture.summary(state)),
                signed,
                certificate.delegation().map(Evidence::delegation).orElse(List.of()));
    }

    private static Entry size(GatewayEvent.PollCompleted page) {
        return new Entry(
                "Size",
                Format.count(page.certificate().length) + " B, tree " + Format.count(page.tree().length) + " B");
    }

    private static String start(byte[] bytes) {
        return bytes.length == 0 ? "none" : HEX.formatHex(bytes, 0, Math.min(bytes.length, MOST_BYTES_SHOWN));
    }

    private static String sentence(ProtocolException e) {
        return e.getMessage().endsWith(".") ? e.getMessage() : e.getMessage() + ".";
    }

    private static List<Entry> delegation(CertificateDelegation delegation) {
        Certificate root = Certificate.decode(delegation.certificate());
        return List.of(
                new Entry("Subnet", Principals.of(delegation.subnetId()).toString()),
                new Entry("Vouched", Format.clock(root.timeNanos()) + " by the root subnet"),
                new Entry("Its root", HEX.formatHex(root.tree().digest())),
                new Entry("Signature", HEX.formatHex(root.signature())));
    }

    private static Evidence ofClient(GatewayEvent.ClientMessage message) {
        Envelope envelope = envelope(message);
        if (envelope == null) {
            return none("This protocol signs its frames without an envelope. See the steps.");
        }
        List<Entry> signed = new ArrayList<>();
        signed.add(new Entry("Request id", HEX.formatHex(envelope.content().requestId())));
        signed.add(new Entry("Signed", "0a 69632d72657175657374 (“\\nic-request”) + request id"));
        signed.add(new Entry("Signature", envelope.senderSig() == null ? "none" : HEX.formatHex(envelope.senderSig())));
        signed.add(new Entry(
                "Public key", envelope.senderPubkey() == null ? "none" : HEX.formatHex(envelope.senderPubkey())));
        signed.add(new Entry("Sender", envelope.content().sender().toString()));
        signed.add(new Entry("Type", envelope.content().type().wireName()));
        signed.add(new Entry("Canister", String.valueOf(envelope.content().canisterId())));
        signed.add(new Entry("Method", String.valueOf(envelope.content().methodName())));
        signed.add(new Entry(
                "Argument",
                envelope.content().arg() == null
                        ? "none"
                        : Format.count(envelope.content().arg().length) + " B"));
        signed.add(new Entry("Expires", Format.clock(envelope.content().ingressExpiry())));
        signed.add(new Entry(
                "Nonce", envelope.content().optionalNonce().map(HEX::formatHex).orElse("none")));
        Picture none = Picture.none("A client signs without a tree.");
        return new Evidence("", none, none, signed, delegations(envelope.delegations()));
    }

    private static List<Entry> delegations(List<SignedDelegation> chain) {
        List<Entry> facts = new ArrayList<>();
        for (SignedDelegation each : chain) {
            facts.add(new Entry("May sign", HEX.formatHex(each.pubkey())));
            facts.add(new Entry("Until", Format.clock(each.expirationNanos())));
            facts.add(new Entry(
                    "For",
                    each.targets() == null ? "every canister" : each.targets().toString()));
        }
        return facts;
    }

    /** The signed request of a frame of protocol v1; null if it is none. */
    static Envelope envelope(GatewayEvent.ClientMessage message) {
        try {
            return Envelope.decode(ClientFrame.decode(message.frame()).envelope());
        } catch (V1Exception | ProtocolException e) {
            return null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
