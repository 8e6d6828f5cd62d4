package org.icws.testbench.client;

/** What a test client checks about a frame, in this order. */
public enum VerificationStep {
    FRAME("frame is readable"),
    CERTIFICATE("certificate is readable"),
    DELEGATION("delegation"),
    CANISTER_RANGE("canister range"),
    SIGNATURE("certificate signature"),
    TIME("certificate time"),
    CERTIFIED_DATA("certified data of the canister"),
    TREE("tree digest"),
    CONTENT_HASH("content hash"),
    CLIENT_KEY("client key"),
    SEQUENCE_NUMBER("sequence number");

    private final String title;

    VerificationStep(String title) {
        this.title = title;
    }

    /** The name to show. */
    public String title() {
        return title;
    }
}
