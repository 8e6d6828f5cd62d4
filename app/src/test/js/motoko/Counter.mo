import Prim "mo:prim";
import CertifiedData "mo:core/CertifiedData";
import Timer "mo:core/Timer";
import Debug "mo:core/Debug";
persistent actor Counter {
  var count : Nat = 0;
  var ticks : Nat = 0;
  var words : [Text] = [];
  public func inc() : async Nat { count += 1; count };
  public query func get() : async Nat { count };
  public query func badInc() : async Nat { count += 1; count };
  public shared ({ caller }) func whoami() : async Principal { caller };
  public func boom() : async () { count += 100; assert false };
  public func twice() : async Nat { ignore await inc(); await inc() };
  public func append(word : Text) : async Nat { words := Array_append(words, word); words.size() };
  public query func word(i : Nat) : async Text { words[i] };
  public func certify(b : Blob) : async () { CertifiedData.set(b) };
  public query func certificate() : async ?Blob { CertifiedData.getCertificate() };
  public func tickLater() : async () { ignore Timer.setTimer<system>(#nanoseconds 1_000_000, func() : async () { ticks += 1 }) };
  public query func tickCount() : async Nat { ticks };
  public func print(t : Text) : async () { Debug.print(t) };
  func Array_append(a : [Text], t : Text) : [Text] { let n = a.size(); Array_tabulate(n + 1, func(i : Nat) : Text { if (i < n) a[i] else t }) };
  func Array_tabulate(n : Nat, f : Nat -> Text) : [Text] { Prim.Array_tabulate<Text>(n, f) };
}
