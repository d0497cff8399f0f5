import XML
import Model

/// Dublin Core and its terms: <https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>.
extension XMLFeedReader {
    func dublinCoreRole(_ tag: Tag, _ frame: inout Frame) -> Role {
        switch tag {
        case .title: return .text(.title(.dublinCore))
        case .description, .abstract:
            frame.mode = .unknown
            return .text(.summary(.dublinCore))
        case .creator, .author: return beginPerson(.author)
        case .contributor: return beginPerson(.contributor)
        case .publisher: return beginPerson(.publisher)
        case .subject: return .value(.category)
        case .rights: return .text(.rights)
        case .license: return .value(.license)
        case .language: return .value(.language)
        case .date: return .date(.published, .dublinCore)
        case .issued, .available: return .date(.published, .terms)
        case .modified: return .date(.modified, .terms)
        case .created: return .date(.created, .terms)
        case .identifier where frame.owner != .feed: return .value(.identifier)
        default: return .ignored
        }
    }
}
