@main struct Newspool { static func main() {} }
