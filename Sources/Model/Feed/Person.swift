/// An author, contributor or publisher. At least one field is set.
public struct Person: Sendable, Equatable, Hashable {
    public var name: String?, url: String?, email: String?, avatar: String?
    public init(name: String? = nil, url: String? = nil, email: String? = nil, avatar: String? = nil) {
        (self.name, self.url, self.email, self.avatar) = (name, url, email, avatar)
    }
    public var isEmpty: Bool { name == nil && url == nil && email == nil && avatar == nil }
}
