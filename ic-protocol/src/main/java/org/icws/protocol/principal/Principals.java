package org.icws.protocol.principal;

import java.nio.ByteBuffer;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;

/**
 * Makes {@link Principal}s with the checks ic4j leaves out (length, canonical text) and without its {@link Error}s.
 *
 * <p>Sources: IC interface specification, "Principals" and "Textual representation of principals". Stateless.
 */
public final class Principals {

    /** The longest principal, in bytes. */
    public static final int MAX_BYTES = 29;

    /** The longest principal, in characters of its textual form. */
    public static final int MAX_TEXT = 63;

    /** The sender of unsigned requests, {@code 2vxsx-fae}. */
    public static final Principal ANONYMOUS = Principal.anonymous();

    /** The management canister, {@code aaaaa-aa}. */
    public static final Principal MANAGEMENT = Principal.managementCanister();

    private static final int CANISTER_ID_BYTES = 10;

    private Principals() {}

    /**
     * Reads the canonical textual form: lower case, dashes in place, checksum right.
     *
     * @throws ProtocolException when the text is anything else
     */
    public static Principal parse(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT) {
            throw new ProtocolException("Not a principal: \"" + clip(text) + "\" (at most 63 characters).");
        }
        Principal parsed;
        try {
            parsed = Principal.fromString(text);
        } catch (Error | RuntimeException e) {
            throw unreadable(text, rethrowVirtualMachineError(e));
        }
        // ic4j reads sloppy forms too; two texts for one principal would let two keys name one thing.
        if (parsed.getValue().length > MAX_BYTES || !parsed.toString().equals(text)) {
            throw unreadable(text, null);
        }
        return parsed;
    }

    /**
     * Wraps raw bytes; the array is copied.
     *
     * @param bytes at most 29 bytes; none means the management canister
     * @throws ProtocolException when there are too many bytes, or they form no principal
     */
    public static Principal of(byte[] bytes) {
        if (bytes == null || bytes.length > MAX_BYTES) {
            throw new ProtocolException("A principal has at most 29 bytes, not "
                    + (bytes == null ? "null" : String.valueOf(bytes.length)) + ".");
        }
        try {
            return Principal.from(bytes.clone());
        } catch (Error | RuntimeException e) {
            throw new ProtocolException(
                    "These bytes are not a principal (reserved class).", rethrowVirtualMachineError(e));
        }
    }

    /** The principal of whoever holds the private half of a DER encoded public key. */
    public static Principal selfAuthenticating(byte[] derPublicKey) {
        try {
            return Principal.selfAuthenticating(derPublicKey);
        } catch (Error | RuntimeException e) {
            throw new ProtocolException("No principal for this public key.", rethrowVirtualMachineError(e));
        }
    }

    /** The canister id with this counter: eight bytes big-endian, then {@code 01 01}. The counter is unsigned. */
    public static Principal canisterId(long counter) {
        return of(ByteBuffer.allocate(CANISTER_ID_BYTES)
                .putLong(counter)
                .put((byte) 1)
                .put((byte) 1)
                .array());
    }

    /** True for {@code 2vxsx-fae}. */
    public static boolean isAnonymous(Principal principal) {
        return ANONYMOUS.equals(principal);
    }

    /** The first and the last group with an ellipsis between, such as {@code bkyz2…cai}; short texts stay whole. */
    public static String shorten(Principal principal) {
        String text = principal.toString();
        int first = text.indexOf('-');
        int last = text.lastIndexOf('-');
        return first == last ? text : text.substring(0, first) + "…" + text.substring(last + 1);
    }

    private static ProtocolException unreadable(String text, Throwable cause) {
        return new ProtocolException("Not a principal in canonical textual form: \"" + clip(text) + "\".", cause);
    }

    private static String clip(String text) {
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    private static Throwable rethrowVirtualMachineError(Throwable e) {
        // ic4j's own errors extend Error; those of the virtual machine must not be swallowed with them.
        if (e instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        return e;
    }
}
