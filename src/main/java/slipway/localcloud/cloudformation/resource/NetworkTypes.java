package slipway.localcloud.cloudformation.resource;

import static slipway.localcloud.cloudformation.resource.MetadataTypes.entry;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.id;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.joined;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.list;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.none;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.property;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.shape;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.shaped;
import static slipway.localcloud.cloudformation.resource.MetadataTypes.type;

import java.util.List;

/** The types of EC2 networks. Nothing on one machine walls its processes off from each other. */
final class NetworkTypes {
    private NetworkTypes() {}

    static List<ResourceType> all() {
        return List.of(
                type(
                        "AWS::EC2::VPC",
                        "CidrBlock! EnableDnsHostnames:b EnableDnsSupport:b InstanceTenancy! Ipv4IpamPoolId! "
                                + "Ipv4NetmaskLength:i! Tags:l",
                        shaped("vpc-"),
                        null,
                        entry("VpcId", id()),
                        entry("CidrBlock", property("CidrBlock")),
                        entry("CidrBlockAssociations", list("vpc-cidr-assoc-")),
                        entry("DefaultNetworkAcl", shape("acl-")),
                        entry("DefaultSecurityGroup", shape("sg-")),
                        entry("Ipv6CidrBlocks", none())),
                type(
                        "AWS::EC2::Subnet",
                        "AssignIpv6AddressOnCreation:b AvailabilityZone! AvailabilityZoneId! CidrBlock! "
                                + "EnableDns64:b EnableLniAtDeviceIndex:i Ipv4IpamPoolId! Ipv4NetmaskLength:i! "
                                + "Ipv6CidrBlock! Ipv6IpamPoolId! Ipv6Native:b! Ipv6NetmaskLength:i! MapPublicIpOnLaunch:b "
                                + "OutpostArn! PrivateDnsNameOptionsOnLaunch:m Tags:l VpcId*!",
                        shaped("subnet-"),
                        null,
                        entry("SubnetId", id()),
                        entry("AvailabilityZone", property("AvailabilityZone")),
                        entry("CidrBlock", property("CidrBlock")),
                        entry("VpcId", property("VpcId")),
                        entry("NetworkAclAssociationId", shape("aclassoc-")),
                        entry("Ipv6CidrBlocks", none())),
                type("AWS::EC2::RouteTable", "Tags:l VpcId*!", shaped("rtb-"), null, entry("RouteTableId", id())),
                type(
                        "AWS::EC2::Route",
                        "CarrierGatewayId CoreNetworkArn DestinationCidrBlock! DestinationIpv6CidrBlock! "
                                + "DestinationPrefixListId! EgressOnlyInternetGatewayId GatewayId InstanceId LocalGatewayId "
                                + "NatGatewayId NetworkInterfaceId RouteTableId*! TransitGatewayId VpcEndpointId "
                                + "VpcPeeringConnectionId",
                        joined(
                                "|",
                                "RouteTableId",
                                "DestinationCidrBlock",
                                "DestinationIpv6CidrBlock",
                                "DestinationPrefixListId"),
                        null,
                        entry("CidrBlock", property("DestinationCidrBlock"))),
                type(
                        "AWS::EC2::SubnetRouteTableAssociation",
                        "RouteTableId*! SubnetId*!",
                        shaped("rtbassoc-"),
                        null,
                        entry("Id", id())),
                type("AWS::EC2::InternetGateway", "Tags:l", shaped("igw-"), null, entry("InternetGatewayId", id())),
                type(
                        "AWS::EC2::VPCGatewayAttachment",
                        "InternetGatewayId VpcId*! VpnGatewayId",
                        (context, properties) -> (properties.containsKey("InternetGatewayId") ? "IGW|" : "VGW|")
                                + properties.get("VpcId"),
                        null,
                        entry("AttachmentType", (context, id, properties) -> id.substring(0, 3))),
                type(
                        "AWS::EC2::NatGateway",
                        "AllocationId! AvailabilityMode! AvailabilityZoneAddresses:l ConnectivityType! "
                                + "MaxDrainDurationSeconds:i PrivateIpAddress! SecondaryAllocationIds:l "
                                + "SecondaryPrivateIpAddressCount:i SecondaryPrivateIpAddresses:l SubnetId! Tags:l VpcId!",
                        shaped("nat-"),
                        null,
                        entry("NatGatewayId", id()),
                        entry("EniId", shape("eni-"))),
                type(
                        "AWS::EC2::EIP",
                        "Address! Domain InstanceId IpamPoolId! NetworkBorderGroup! PublicIpv4Pool Tags:l "
                                + "TransferAddress!",
                        (context, properties) -> documentationAddress(context),
                        null,
                        entry("PublicIp", id()),
                        entry("AllocationId", shape("eipalloc-"))),
                type(
                        "AWS::EC2::SecurityGroup",
                        "GroupDescription*! GroupName! SecurityGroupEgress:l SecurityGroupIngress:l Tags:l VpcId!",
                        shaped("sg-"),
                        "GroupName",
                        entry("Id", id()),
                        entry("GroupId", id()),
                        entry("VpcId", property("VpcId"))),
                type(
                        "AWS::EC2::SecurityGroupIngress",
                        "CidrIp! CidrIpv6! Description FromPort:i! GroupId! GroupName! IpProtocol*! "
                                + "SourcePrefixListId! SourceSecurityGroupId! SourceSecurityGroupName! "
                                + "SourceSecurityGroupOwnerId! ToPort:i!",
                        shaped("sgr-"),
                        null,
                        entry("Id", id())),
                type(
                        "AWS::EC2::SecurityGroupEgress",
                        "CidrIp! CidrIpv6! Description DestinationPrefixListId! DestinationSecurityGroupId! "
                                + "FromPort:i! GroupId*! IpProtocol*! ToPort:i!",
                        shaped("sgr-"),
                        null,
                        entry("Id", id())),
                type(
                        "AWS::EC2::VPCEndpoint",
                        "DnsOptions:m IpAddressType PolicyDocument:d PrivateDnsEnabled:b "
                                + "ResourceConfigurationArn! RouteTableIds:l SecurityGroupIds:l ServiceName! "
                                + "ServiceNetworkArn! ServiceRegion! SubnetIds:l Tags:l VpcEndpointType! VpcId*!",
                        shaped("vpce-"),
                        null,
                        entry("Id", id())));
    }

    /** An address of the block that is reserved for documentation: no one has it, and nothing here needs one. */
    private static String documentationAddress(ResourceContext context) {
        return "203.0.113." + (1 + Integer.parseInt(context.hex(4), 16) % 254);
    }
}
