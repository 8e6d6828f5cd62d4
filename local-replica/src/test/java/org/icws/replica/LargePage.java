package org.icws.replica;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.encoding.Leb128;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;

/** A canister that serves one page in many parts. The token of a part is its number; all its bytes are one letter. */
final class LargePage {
    static final int LETTERS = 26;

    private static final int PAGE = 0x1000;
    private static final int HEAD = 0x2000;
    private static final int LENGTH = 0x2800;
    private static final int ARGUMENT = 0x3000;
    private static final int TOKEN = 0x3100;
    private static final int PART = 0x10000;
    private static final int WASM_PAGE = 0x10000;

    /** Of an argument that is one nat32: magic, no types, one value, its type. */
    private static final int ARGUMENT_HEAD = 7;

    private static final int NAT32 = 0x79;
    private static final int NAT8 = 0x7b;
    private static final int OPT = 0x6e;
    private static final int VEC = 0x6d;
    private static final int RECORD = 0x6c;

    private LargePage() {}

    /**
     * @param id of the canister itself
     * @param start of the page, before the parts
     * @param parts how many
     * @param bytes of each part
     */
    static byte[] wasm(Principal id, String start, int parts, int bytes) {
        byte[] page = StreamedPage.of(start, id, "more");
        byte[] head = head();
        byte[] length = Leb128.unsigned(bytes);
        return new ModuleBuilder()
                .pages(1 + bytes / WASM_PAGE + 1)
                .imports("msg_arg_data_copy", "iii>")
                .imports("msg_reply_data_append", "ii>")
                .imports("msg_reply", ">")
                .data(PAGE, new String(page, StandardCharsets.ISO_8859_1))
                .data(HEAD, new String(head, StandardCharsets.ISO_8859_1))
                .data(LENGTH, new String(length, StandardCharsets.ISO_8859_1))
                .export("canister_query http_request", c -> append(c, PAGE, page.length)
                        .call("msg_reply"))
                .export("canister_query more", c -> more(c, head.length, length.length, parts, bytes))
                .build();
    }

    /** The types of a record of a body and an optional token; the token comes first, by the hashes of the names. */
    private static byte[] head() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("DIDL".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {3, VEC, NAT8, OPT, NAT32, RECORD, 2});
        Leb128.writeUnsigned(out, CandidText.hash("token"));
        out.write(1);
        Leb128.writeUnsigned(out, CandidText.hash("body"));
        out.write(0);
        out.writeBytes(new byte[] {1, 2});
        return out.toByteArray();
    }

    private static Code append(Code code, int address, int length) {
        return code.i32(address, length).call("msg_reply_data_append");
    }

    private static Code number(Code code) {
        return code.i32(ARGUMENT).load32(ARGUMENT_HEAD);
    }

    private static Code more(Code code, int headLength, int lengthLength, int parts, int bytes) {
        code.i32(ARGUMENT, 0, ARGUMENT_HEAD + Integer.BYTES).call("msg_arg_data_copy");
        append(code, HEAD, headLength);
        // The letter of this part, all over it.
        code.i32(PART);
        number(code).i32(LETTERS).remainder32().i32('A').add32();
        code.i32(bytes).memoryFill();
        // The token: whether there is another part, and its number.
        code.i32(TOKEN);
        number(code).i32(parts - 1).less32().store8(0);
        code.i32(TOKEN);
        number(code).i32(1).add32().store32(1);
        append(code, TOKEN, 1);
        code.i32(TOKEN).load8(0).ifTrue();
        append(code, TOKEN + 1, Integer.BYTES).end();
        append(code, LENGTH, lengthLength);
        append(code, PART, bytes);
        return code.call("msg_reply");
    }
}
