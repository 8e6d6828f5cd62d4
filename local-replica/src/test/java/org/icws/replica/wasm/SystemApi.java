package org.icws.replica.wasm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The system interface as the interface specification lists it ("Overview of imports"), written down once more and independently of
 * the replica: name, type (i = i32, I = i64), and the contexts a function may be called in.
 */
public final class SystemApi {
    private static final String ANY = "I G U RQ NRQ TQ CQ Ry Rt CRy CRt C CC F T";

    private static final String TABLE = """
            msg_arg_data_size >i : I U RQ NRQ TQ CQ Ry CRy F
            msg_arg_data_copy iii> : I U RQ NRQ TQ CQ Ry CRy F
            msg_caller_size >i : *
            msg_caller_copy iii> : *
            msg_caller_info_data_size >i : U RQ NRQ CQ Ry Rt CRy CRt C CC F
            msg_caller_info_data_copy iii> : U RQ NRQ CQ Ry Rt CRy CRt C CC F
            msg_caller_info_signer_size >i : U RQ NRQ CQ Ry Rt CRy CRt C CC F
            msg_caller_info_signer_copy iii> : U RQ NRQ CQ Ry Rt CRy CRt C CC F
            msg_reject_code >i : Ry Rt CRy CRt C
            msg_reject_msg_size >i : Rt CRt
            msg_reject_msg_copy iii> : Rt CRt
            msg_deadline >I : U RQ NRQ CQ Ry Rt CRy CRt
            msg_reply_data_append ii> : U RQ NRQ TQ CQ Ry Rt CRy CRt
            msg_reply > : U RQ NRQ TQ CQ Ry Rt CRy CRt
            msg_reject ii> : U RQ NRQ TQ CQ Ry Rt CRy CRt
            msg_cycles_available >I : U RQ Rt Ry
            msg_cycles_available128 i> : U RQ Rt Ry
            msg_cycles_refunded >I : Rt Ry
            msg_cycles_refunded128 i> : Rt Ry
            msg_cycles_accept I>I : U RQ Rt Ry
            msg_cycles_accept128 IIi> : U RQ Rt Ry
            cycles_burn128 IIi> : I G U RQ Ry Rt C T
            canister_self_size >i : *
            canister_self_copy iii> : *
            canister_cycle_balance >I : *
            canister_cycle_balance128 i> : *
            canister_liquid_cycle_balance128 i> : *
            canister_status >i : *
            canister_version >I : *
            subnet_self_size >i : *
            subnet_self_copy iii> : *
            msg_method_name_size >i : F
            msg_method_name_copy iii> : F
            accept_message > : F
            call_new iiiiiiii> : U CQ Ry Rt CRy CRt T
            call_on_cleanup ii> : U CQ Ry Rt CRy CRt T
            call_data_append ii> : U CQ Ry Rt CRy CRt T
            call_with_best_effort_response i> : U CQ Ry Rt CRy CRt T
            call_cycles_add I> : U Ry Rt T
            call_cycles_add128 II> : U Ry Rt T
            call_perform >i : U CQ Ry Rt CRy CRt T
            stable_size >i : * s
            stable_grow i>i : * s
            stable_read iii> : * s
            stable_write iii> : * s
            stable64_size >I : * s
            stable64_grow I>I : * s
            stable64_read III> : * s
            stable64_write III> : * s
            root_key_size >i : I G U RQ Ry Rt C T
            root_key_copy iii> : I G U RQ Ry Rt C T
            certified_data_set ii> : I G U Ry Rt T
            data_certificate_present >i : *
            data_certificate_size >i : NRQ CQ
            data_certificate_copy iii> : NRQ CQ
            time >I : *
            global_timer_set I>I : I G U Ry Rt C T
            performance_counter i>I : * s
            is_controller ii>i : * s
            in_replicated_execution >i : * s
            cost_call IIi> : * s
            cost_http_request IIi> : * s
            cost_create_canister i> : * s
            cost_sign_with_ecdsa iiii>i : * s
            cost_sign_with_schnorr iiii>i : * s
            cost_vetkd_derive_key iiii>i : * s
            env_var_count >i : *
            env_var_name_size i>i : *
            env_var_name_copy iiii> : *
            env_var_name_exists ii>i : *
            env_var_value_size ii>i : *
            env_var_value_copy iiiii> : *
            debug_print ii> : * s
            trap ii> : * s
            mint_cycles I>I : U Ry Rt T
            mint_cycles128 IIi> : U Ry Rt T
            """;

    private static final Map<String, Function> FUNCTIONS = parse();

    private SystemApi() {}

    /** One function. */
    public record Function(String name, String signature, Set<String> contexts) {
        public String parameters() {
            return signature.substring(0, signature.indexOf('>'));
        }

        public String result() {
            return signature.substring(signature.indexOf('>') + 1);
        }
    }

    private static Map<String, Function> parse() {
        Map<String, Function> result = new LinkedHashMap<>();
        TABLE.lines().forEach(line -> {
            String[] words = line.split(" ");
            String contexts = line.substring(line.indexOf(": ") + 2).replace("*", ANY);
            result.put(words[0], new Function(words[0], words[1], Set.copyOf(Arrays.asList(contexts.split(" ")))));
        });
        return result;
    }

    /** All functions, in a fixed order. */
    public static List<Function> functions() {
        return List.copyOf(FUNCTIONS.values());
    }

    public static Function function(String name) {
        Function found = FUNCTIONS.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No system function " + name);
        }
        return found;
    }

    /** The number a function has in scripts. */
    static int number(String name) {
        function(name);
        return List.copyOf(FUNCTIONS.keySet()).indexOf(name);
    }
}
