// SPDX-License-Identifier: MIT-0
//
// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, and Swift calls no
// variadic C function: each use that Transfer makes of them is a typed function here. Those that
// set several options stop at the first that libcurl refuses and return its code.

#ifndef VC_CCURL_SHIM_H
#define VC_CCURL_SHIM_H

#include <curl/curl.h>

#define VC_CURL_SET(easy, option, value)                              \
    do {                                                              \
        CURLcode vc_code = curl_easy_setopt((easy), (option), (value)); \
        if (vc_code != CURLE_OK) return vc_code;                      \
    } while (0)

/// Who is asked what. Swift can't call the variadic setter, and these options belong together.
/// The URL goes out as it is written (signatures cover it); redirects are not followed; no signal
/// is raised for time-outs, since there are other threads.
static inline CURLcode vc_curl_ask(CURL *easy, const char *url, const char *method,
                                   long http_version, struct curl_slist *headers) {
    VC_CURL_SET(easy, CURLOPT_URL, url);
    VC_CURL_SET(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    VC_CURL_SET(easy, CURLOPT_PATH_AS_IS, 1L);
    VC_CURL_SET(easy, CURLOPT_CUSTOMREQUEST, method);
    VC_CURL_SET(easy, CURLOPT_HTTP_VERSION, http_version);
    VC_CURL_SET(easy, CURLOPT_HTTPHEADER, headers);
    VC_CURL_SET(easy, CURLOPT_FOLLOWLOCATION, 0L);
    VC_CURL_SET(easy, CURLOPT_NOSIGNAL, 1L);
    return CURLE_OK;
}

/// Asks for the head of the answer only (variadic setter). Without it libcurl waits for the body
/// that a HEAD never gets.
static inline CURLcode vc_curl_expect_no_body(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
}

/// Asks no proxy, whatever the environment says (variadic setter).
static inline CURLcode vc_curl_without_proxy(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

/// Gives the request a body that is known; libcurl copies it (variadic setter; the size must be
/// set before the bytes).
static inline CURLcode vc_curl_send_bytes(CURL *easy, const void *bytes, curl_off_t count) {
    VC_CURL_SET(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    VC_CURL_SET(easy, CURLOPT_COPYPOSTFIELDS, bytes);
    return CURLE_OK;
}

/// Gives the request a body of unknown length that `read` hands out (variadic setter).
static inline CURLcode vc_curl_send_stream(CURL *easy, curl_read_callback read, void *context) {
    VC_CURL_SET(easy, CURLOPT_UPLOAD, 1L);
    VC_CURL_SET(easy, CURLOPT_READFUNCTION, read);
    VC_CURL_SET(easy, CURLOPT_READDATA, context);
    return CURLE_OK;
}

/// Where what is received goes (variadic setter). `ready` is called when a connection stands,
/// before the request is sent. `reason` holds CURL_ERROR_SIZE bytes for libcurl's own words.
static inline CURLcode vc_curl_receive(CURL *easy, curl_write_callback head,
                                       curl_write_callback body, curl_prereq_callback ready,
                                       void *context, char *reason) {
    VC_CURL_SET(easy, CURLOPT_HEADERFUNCTION, head);
    VC_CURL_SET(easy, CURLOPT_HEADERDATA, context);
    VC_CURL_SET(easy, CURLOPT_WRITEFUNCTION, body);
    VC_CURL_SET(easy, CURLOPT_WRITEDATA, context);
    VC_CURL_SET(easy, CURLOPT_PREREQFUNCTION, ready);
    VC_CURL_SET(easy, CURLOPT_PREREQDATA, context);
    VC_CURL_SET(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    VC_CURL_SET(easy, CURLOPT_ERRORBUFFER, reason);
    return CURLE_OK;
}

/// How a connection is made and kept (variadic setter). `connect_ms` 0 means libcurl's own limit.
static inline CURLcode vc_curl_connection(CURL *easy, long connect_ms, long probe_after_seconds,
                                          long keep_seconds, long waits_to_multiplex) {
    VC_CURL_SET(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    VC_CURL_SET(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    VC_CURL_SET(easy, CURLOPT_TCP_KEEPIDLE, probe_after_seconds);
    VC_CURL_SET(easy, CURLOPT_TCP_KEEPINTVL, probe_after_seconds);
    VC_CURL_SET(easy, CURLOPT_MAXAGE_CONN, keep_seconds);
    VC_CURL_SET(easy, CURLOPT_PIPEWAIT, waits_to_multiplex);
    return CURLE_OK;
}

/// A connection that no other exchange has used or will use (variadic setter).
static inline CURLcode vc_curl_connection_of_its_own(CURL *easy) {
    VC_CURL_SET(easy, CURLOPT_FRESH_CONNECT, 1L);
    VC_CURL_SET(easy, CURLOPT_FORBID_REUSE, 1L);
    return CURLE_OK;
}

/// Closes the connection after this exchange, unless others are using it (variadic setter).
static inline CURLcode vc_curl_close_afterwards(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

/// Trusts the roots in a PEM file instead of the system's (variadic setter).
static inline CURLcode vc_curl_trust(CURL *easy, const char *bundle) {
    return curl_easy_setopt(easy, CURLOPT_CAINFO, bundle);
}

/// The errno of the last failed connect, or 0 (variadic getter).
static inline long vc_curl_os_errno(CURL *easy) {
    long value = 0;
    return curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &value) == CURLE_OK ? value : 0;
}

/// How many idle connections are kept (variadic setter).
static inline CURLMcode vc_curl_keep_connections(CURLM *multi, long count) {
    return curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, count);
}

// Names for macros with casts or sizes that Swift does not import as the type it needs.
static const size_t vc_curl_pause_reading = CURL_READFUNC_PAUSE;
static const size_t vc_curl_pause_writing = CURL_WRITEFUNC_PAUSE;
static const size_t vc_curl_abort_reading = CURL_READFUNC_ABORT;
static const long vc_curl_http_1_1 = CURL_HTTP_VERSION_1_1;
static const long vc_curl_http_2_by_alpn = CURL_HTTP_VERSION_2TLS;
static const long vc_curl_http_2_at_once = CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;

/// libcurl with everything it has (CURL_GLOBAL_DEFAULT is a macro that Swift does not import).
static inline CURLcode vc_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#undef VC_CURL_SET

#endif
