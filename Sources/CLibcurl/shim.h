#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <sys/epoll.h>  // what the sockets are watched with; Swift's Glibc leaves it out

// libcurl's setopt and getinfo are variadic, which Swift cannot call: one function for each type of argument.

// A macro with a cast, which Swift does not see.
static const long np_auth_digest = CURLAUTH_DIGEST;

static inline CURLcode np_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode np_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode np_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// The four callbacks of a transfer.
static inline CURLcode np_set_callbacks(
    CURL *handle, curl_write_callback header, curl_write_callback body, curl_opensocket_callback open,
    curl_prereq_callback ready
) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, ready);
    return code;
}

/// What each of the four callbacks gets, and `np_multi_next_done` gives.
static inline CURLcode np_set_context(CURL *handle, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_PRIVATE, context);
    return code;
}

static inline CURLcode np_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode np_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/// The `CURLOPT_PRIVATE` of a handle.
static inline void *np_get_context(CURL *handle) {
    void *context = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &context);
    return context;
}

static inline CURLMcode np_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// NULL callbacks are never called; each of the others gets `context`.
static inline CURLMcode np_multi_set_callbacks(
    CURLM *multi, void *context, curl_socket_callback socket, curl_multi_timer_callback timer
) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return code;
}

/// The `CURLOPT_PRIVATE` of the next transfer that ended, NULL where there is none left. CURLMsg holds a union, and
/// DONE is the only kind of message there is.
static inline void *np_multi_next_done(CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (!message) return NULL;
    *result = message->data.result;
    return np_get_context(message->easy_handle);
}

static inline CURLSHcode np_share_set_long(CURLSH *share, CURLSHoption option, long value) {
    return curl_share_setopt(share, option, value);
}
