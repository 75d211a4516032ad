#if os(Linux)
import Foundation

/// The functions of libcurl, which is present wherever Linux's `URLSession` is, since that is built
/// on it.
///
/// They are looked up when first needed, so that no program must link more than before.
/// `curl_easy_setopt` and `curl_easy_getinfo` have variable arguments; on Linux, one integer or
/// pointer among those is passed like any other.
struct Curl: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Receive = @convention(c) (UnsafePointer<UInt8>?, Int, Int, UnsafeMutableRawPointer?) -> Int
    typealias Progress = @convention(c) (UnsafeMutableRawPointer?, Int64, Int64, Int64, Int64) -> Int32

    let easyInit: @convention(c) () -> Handle?
    let setLong: @convention(c) (Handle, Int32, Int) -> Int32
    let setText: @convention(c) (Handle, Int32, UnsafePointer<CChar>) -> Int32
    let setPointer: @convention(c) (Handle, Int32, UnsafeMutableRawPointer?) -> Int32
    let setReceive: @convention(c) (Handle, Int32, Receive) -> Int32
    let setProgress: @convention(c) (Handle, Int32, Progress) -> Int32
    let perform: @convention(c) (Handle) -> Int32
    let getLong: @convention(c) (Handle, Int32, UnsafeMutablePointer<Int>) -> Int32
    let cleanup: @convention(c) (Handle) -> Void
    let append: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
    let freeAll: @convention(c) (UnsafeMutableRawPointer?) -> Void

    /// Nil if it cannot be found: in programs that link it statically and export none of its
    /// symbols.
    static let shared: Curl? = {
        guard let library = dlopen("libcurl.so.4", RTLD_NOW) else { return nil }
        func find<Function>(_ name: String, _ type: Function.Type) -> Function? {
            dlsym(library, name).map { unsafeBitCast($0, to: type) }
        }
        // All features, which is 3. Called once, before anything else; it counts its calls.
        guard let globalInit = find("curl_global_init", (@convention(c) (Int) -> Int32).self), globalInit(3) == 0 else { return nil }
        guard let easyInit = find("curl_easy_init", (@convention(c) () -> Handle?).self),
            let setLong = find("curl_easy_setopt", (@convention(c) (Handle, Int32, Int) -> Int32).self),
            let setText = find("curl_easy_setopt", (@convention(c) (Handle, Int32, UnsafePointer<CChar>) -> Int32).self),
            let setPointer = find("curl_easy_setopt", (@convention(c) (Handle, Int32, UnsafeMutableRawPointer?) -> Int32).self),
            let setReceive = find("curl_easy_setopt", (@convention(c) (Handle, Int32, Receive) -> Int32).self),
            let setProgress = find("curl_easy_setopt", (@convention(c) (Handle, Int32, Progress) -> Int32).self),
            let perform = find("curl_easy_perform", (@convention(c) (Handle) -> Int32).self),
            let getLong = find("curl_easy_getinfo", (@convention(c) (Handle, Int32, UnsafeMutablePointer<Int>) -> Int32).self),
            let cleanup = find("curl_easy_cleanup", (@convention(c) (Handle) -> Void).self),
            let append = find(
                "curl_slist_append", (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?).self),
            let freeAll = find("curl_slist_free_all", (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
        else { return nil }
        return Curl(
            easyInit: easyInit, setLong: setLong, setText: setText, setPointer: setPointer, setReceive: setReceive, setProgress: setProgress,
            perform: perform, getLong: getLong, cleanup: cleanup, append: append, freeAll: freeAll)
    }()

    /// Numbers from `curl/curl.h`, which never change.
    enum Option {
        static let writeData: Int32 = 10001
        static let url: Int32 = 10002
        static let proxy: Int32 = 10004
        static let writeFunction: Int32 = 20011
        static let httpHeader: Int32 = 10023
        static let headerData: Int32 = 10029
        static let noProgress: Int32 = 43
        static let followLocation: Int32 = 52
        static let progressData: Int32 = 10057
        static let headerFunction: Int32 = 20079
        static let noSignal: Int32 = 99
        static let acceptEncoding: Int32 = 10102
        static let timeoutMilliseconds: Int32 = 155
        static let protocols: Int32 = 181
        static let progressFunction: Int32 = 20219
    }

    static let responseCode: Int32 = 0x20_0002
    static let httpAndHTTPS = 3
}
#endif
